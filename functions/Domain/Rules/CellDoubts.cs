using System.Collections.Immutable;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>What reads well but is probably not meant.</summary>
internal static class CellDoubts
{
    /// <summary>A text that looks as if something else was meant.</summary>
    public static CellIssue? AboutText(string item, NumberLocale locale)
    {
        var word = item.Split('(')[0];
        if (item.EndsWith(')') && word.Length > 0 && !word.EndsWith(' ') && Suggest.Nearest(word, ["not", "contains"]) is { } function)
            return CellIssue.Unreadable($"{word}(…) is not a test.", $"{function}{item[word.Length..]}");
        if (Repaired(item) is { } date) return CellIssue.Doubtful("Read as a text; dates are written yyyy-mm-dd.", date);
        if (Numbers.TryReadValue(Folding.Fold(item), locale, out _))
            return CellIssue.Doubtful("Read as this very text; a range of numbers is written with two points.", RangeOf(item));
        return item.Length > 3 && Suggest.Nearest(item, ["present", "missing"]) is { } keyword
            && Suggest.Distance(Folding.Fold(item), keyword, 1) == 1
            ? CellIssue.Doubtful("Read as this very text.", keyword)
            : null;
    }

    private static string? RangeOf(string item) =>
        item.EndsWith('+') ? $">= {item[..^1].Trim()}"
            : string.Join("..", item.Split(['-', '–', '—', ' '], StringSplitOptions.RemoveEmptyEntries).Where(p => char.IsAsciiDigit(p[0])));

    /// <summary>A date in another order, as Excel rewrites it, in ISO order; null for anything else.</summary>
    public static string? Repaired(string text)
    {
        if (Dates.TryReadDay(text, out _)) return text;
        var parts = text.Split('/', '.', '-');
        if (parts.Length != 3 || parts.Any(p => p.Length is 0 or > 4 || !p.All(char.IsAsciiDigit))) return null;
        var iso = parts[0].Length == 4
            ? $"{parts[0]}-{parts[1].PadLeft(2, '0')}-{parts[2].PadLeft(2, '0')}"
            : $"{parts[2]}-{parts[1].PadLeft(2, '0')}-{parts[0].PadLeft(2, '0')}";
        return Dates.TryReadDay(iso, out _) ? iso : null;
    }

    /// <summary>Alternatives that accept nothing, or everything.</summary>
    public static IEnumerable<CellIssue> AboutList(ImmutableArray<Atom> atoms)
    {
        if (atoms.Any(a => a is Atom.Numbers { Span.IsEmpty: true } or Atom.Days { Span.IsEmpty: true }))
            yield return new CellIssue(Severity.Warning, "cell.contradictory", "The range is the wrong way round and accepts nothing.");
        var endless = (atoms.Any(a => a is Atom.Missing) && atoms.Any(a => a is Atom.Present))
            || Covers(atoms.OfType<Atom.Numbers>().Select(a => a.Span))
            || Covers(atoms.OfType<Atom.Days>().Select(a => a.Span));
        if (!endless) yield break;
        const string message = "Items of a list are alternatives, and these accept everything; between two ends is written 10..50.";
        yield return new CellIssue(Severity.Warning, "cell.contradictory", message);
    }

    private static bool Covers(IEnumerable<Span> spans)
    {
        var reach = double.NegativeInfinity;
        var closed = true;
        foreach (var span in spans.OrderBy(s => s.From))
        {
            if (span.From > reach || (span.From == reach && !closed && !span.FromIncluded)) return false;
            if (span.To >= reach) (reach, closed) = (span.To, span.ToIncluded || (closed && span.To == reach));
        }
        return double.IsPositiveInfinity(reach);
    }
}
