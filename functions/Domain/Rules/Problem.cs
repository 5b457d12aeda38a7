namespace LeadRouter.Domain.Rules;

public enum Severity
{
    Error,
    Warning,
}

/// <summary>
/// What is wrong with one cell (or, with an empty <paramref name="Column"/>, a row; with an empty <paramref name="Row"/>, a table).
/// </summary>
/// <param name="Code">Stable and dotted, for clients and docs: <c>cell.unreadable</c>, <c>row.shadowed</c>, …</param>
/// <param name="Read">The text that was found there.</param>
/// <param name="Suggestion">What the cell probably meant; a text that could be typed into it.</param>
public sealed record Problem(
    string Table, string Row, string Column, Severity Severity, string Code, string Read, string Message, string? Suggestion = null)
{
    public override string ToString()
    {
        var place = string.Join(" / ", new[] { Table, Row, Column }.Where(part => part.Length > 0));
        var read = Read.Length > 0 ? $" (read: {Read})" : "";
        return $"{place}: {Message}{read}" + (Suggestion is null ? "" : $" Did you mean {Suggestion}?");
    }
}

public static class ProblemExtensions
{
    public static bool AnyError(this IEnumerable<Problem> problems) => problems.Any(p => p.Severity == Severity.Error);
}
