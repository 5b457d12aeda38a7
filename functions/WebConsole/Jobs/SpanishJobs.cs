using System.Text.RegularExpressions;

namespace LeadRouter.WebConsole.Jobs;

/// <summary>The last line of a job in Spanish; a line that nobody told in Spanish yet stays as it is.</summary>
internal static partial class SpanishJobs
{
    public static string Of(string outcome)
    {
        if (Replayed().Match(outcome) is { Success: true } replayed) return $"{replayed.Groups[1]} liberados, {replayed.Groups[2]} siguen en cuarentena";
        if (Agreed().Match(outcome) is { Success: true } agreed) return $"{agreed.Groups[1]} registros; los libros cuadran";
        return Differed().Match(outcome) is { Success: true } differed
            ? $"{differed.Groups[1]} registros, cuando los libros dicen de {differed.Groups[2]} a {differed.Groups[3]}"
            : outcome;
    }

    [GeneratedRegex("^(\\d+) released, (\\d+) stay in quarantine$")]
    private static partial Regex Replayed();

    [GeneratedRegex("^(\\d+) records; the books agree$")]
    private static partial Regex Agreed();

    [GeneratedRegex("^(\\d+) records, where the books say (\\d+) to (\\d+)$")]
    private static partial Regex Differed();
}
