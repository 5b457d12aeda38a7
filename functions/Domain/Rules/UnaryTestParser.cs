using System.Collections.Immutable;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>Reads a cell as a unary test. Every text either reads or is an issue; nothing throws.</summary>
public sealed class UnaryTestParser
{
    private const int LongestCell = 32_000;
    private const int MostItems = 4_096;
    private const int MostNegations = 8;

    private readonly NumberLocale locale;
    private readonly List<CellIssue> issues = [];

    private UnaryTestParser(NumberLocale locale) => this.locale = locale;

    /// <summary>Null when an issue is an error.</summary>
    public static UnaryTest? Parse(string cell, NumberLocale locale, out IReadOnlyList<CellIssue> issues)
    {
        var parser = new UnaryTestParser(locale);
        var test = parser.Cell(cell.Trim());
        issues = parser.issues;
        return parser.issues.Exists(issue => issue.Severity == Severity.Error) ? null : test;
    }

    private UnaryTest Cell(string text)
    {
        if (text.Length == 0 || text is "-" or "–" or "—") return UnaryTest.Any;
        if (text.Length > LongestCell) return Refuse($"The cell has {text.Length} characters; {LongestCell} is the limit.");
        var negated = false;
        var inner = text;
        for (var depth = 0; TryOpen(inner, "not", out var inside); depth++)
        {
            if (depth == MostNegations) return Refuse($"not(…) is nested more than {MostNegations} times.");
            (negated, inner) = (!negated, inside);
        }
        var atoms = Items(inner);
        if (atoms.Length == 0 && issues.Count == 0) return Refuse("The list is empty.", "-");
        issues.AddRange(CellDoubts.AboutList(atoms));
        return new UnaryTest(text, negated, atoms);
    }

    private UnaryTest Refuse(string message, string? suggestion = null)
    {
        issues.Add(CellIssue.Unreadable(message, suggestion));
        return UnaryTest.Any;
    }

    private ImmutableArray<Atom> Items(string text)
    {
        if (WholeNumberWithComma(text) is { } whole) return [whole];
        var items = CellItems.Split(text);
        if (items.Count > MostItems)
        {
            Refuse($"The list has {items.Count} items; {MostItems} is the limit.");
            return [];
        }
        if (items.Count > 1 && text.Contains(';', StringComparison.Ordinal) && items.Exists(MixesSeparators))
            issues.Add(CellIssue.Doubtful("Semicolons separate this list, so a comma is part of a text.",
                string.Join("; ", text.Split(';', ',').Select(i => i.Trim()))));
        return [.. items.SelectMany(Item).Distinct()];
    }

    private bool MixesSeparators(string item) =>
        item.Contains(',', StringComparison.Ordinal) && item[0] != '"' && !item.Contains(", ", StringComparison.Ordinal)
        && !item.Contains('(', StringComparison.Ordinal) && !Numbers.TryRead(Operand(item), locale, out _)
            && !item.Contains("..", StringComparison.Ordinal);

    // A comma inside one comparison is a decimal or a group of thousands; a plain 1,5 is a number only where the locale says so.
    private Atom? WholeNumberWithComma(string text)
    {
        if (text.Contains(';', StringComparison.Ordinal) || text.Contains('\n', StringComparison.Ordinal)) return null;
        var comma = text.LastIndexOf(',');
        if (comma < 1 || !char.IsAsciiDigit(text[comma - 1]) || comma + 1 == text.Length || !char.IsAsciiDigit(text[comma + 1])) return null;
        var compares = Operator(text).Length > 0 || text.Contains("..", StringComparison.Ordinal);
        if (!(locale == NumberLocale.DecimalPoint ? CommasAreThousands(text) : compares || IsPlainDecimal(text, comma))) return null;
        var before = issues.Count;
        var atom = compares ? Comparison(text) ?? Range(text) : PlainNumber(text);
        if (issues.Count == before && atom is not null) return compares ? atom : DoubtComma(atom, text);
        issues.RemoveRange(before, issues.Count - before);
        return null;
    }

    private Atom DoubtComma(Atom number, string text)
    {
        if (!text.EndsWith("00", StringComparison.Ordinal))
            issues.Add(CellIssue.Doubtful("Read as one number; a list of numbers is separated by semicolons.",
                text.Replace(",", "; ", StringComparison.Ordinal)));
        return number;
    }

    private static bool IsPlainDecimal(string text, int comma) =>
        text.IndexOf(',', StringComparison.Ordinal) == comma && text.Length - comma - 1 <= 2 && text[0] != '0';

    private static bool CommasAreThousands(string text)
    {
        for (var i = text.IndexOf(',', StringComparison.Ordinal); i >= 0; i = text.IndexOf(',', i + 1))
        {
            var (before, after) = (DigitsBefore(text, i), DigitsAfter(text, i));
            if (before is < 1 or > 3 || after != 3) return false;
        }
        return true;
    }

    private static int DigitsBefore(string text, int at) => at - 1 - text[..at].AsSpan().LastIndexOfAnyExceptInRange('0', '9');

    private static int DigitsAfter(string text, int at) =>
        text.AsSpan(at + 1).IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? text.Length - at - 1 : end;

    private IEnumerable<Atom> Item(string item)
    {
        if (item[0] == '"') return Quoted(item) is { } literal ? [literal] : [];
        if (TryOpen(item, "contains", out var inside)) return Contained(item, inside);
        if (CellItems.Function(item.Split('(')[0]) is { } function && item.Contains('(', StringComparison.Ordinal))
            return BrokenFunction(item, function);
        return Single(item) is { } atom ? [atom] : [];
    }

    private Atom? Single(string item) =>
        Keyword(item) ?? Comparison(item) ?? Range(item) ?? Truth(item) ?? Day(item) ?? PlainNumber(item) ?? Pattern(item) ?? Text(item);

    private static Atom? Keyword(string item) => Folding.Fold(item) switch
    {
        "present" or "*" => new Atom.Present(),
        "missing" => new Atom.Missing(),
        _ => null,
    };

    private Atom.Is? Quoted(string item)
    {
        if (item.Length >= 2 && item[^1] == '"') return new Atom.Is(Folding.Fold(item[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)));
        issues.Add(CellIssue.Unreadable("A quote is opened and not closed.", $"\"{item.Trim('"')}\""));
        return null;
    }

    private IEnumerable<Atom> Contained(string item, string inside)
    {
        var parts = CellItems.Split(inside).Select(part => Folding.Fold(part.Trim('"'))).Where(part => part.Length > 0).ToList();
        if (parts.Count == 0) issues.Add(CellIssue.Unreadable($"{item} contains nothing to look for.", "contains(director)"));
        return parts.Select(part => new Atom.Contains(part));
    }

    private IEnumerable<Atom> BrokenFunction(string item, string function)
    {
        var inside = item[(item.IndexOf('(', StringComparison.Ordinal) + 1)..];
        issues.Add(function == "not" && item.EndsWith(')')
            ? CellIssue.Unreadable("not(…) stands alone in its cell, around the whole list.", $"not({inside[..^1]})")
            : CellIssue.Unreadable($"{function}(…) has no closing parenthesis, or something after it.", inside.Contains(')') ? null : item + ")"));
        return [];
    }

    private Atom? Comparison(string item)
    {
        var sign = Operator(item);
        if (sign.Length == 0) return null;
        var operand = Operand(item);
        if (sign is "=>" or "=<") return Misread($"{sign} is not a comparison.", $"{sign[1]}= {operand}");
        if (sign is "!=" or "<>") return Misread($"{sign} is written not(…).", $"not({operand})");
        if (sign == "=")
            return operand.Length > 0 ? Day(operand) ?? PlainNumber(operand) ?? Text(operand) : Misread("Nothing follows the sign.", null);
        if (Dates.TryReadDay(operand, out var day)) return new Atom.Days(SpanOf(sign, day));
        if (Numbers.TryRead(operand, locale, out var number)) return new Atom.Numbers(SpanOf(sign, number.Value));
        var suggestion = CellDoubts.Repaired(operand) is { } repaired ? $"{sign} {repaired}" : null;
        return Misread($"After {sign} comes a number or a date (yyyy-mm-dd).", suggestion);
    }

    private Atom? Misread(string message, string? suggestion)
    {
        issues.Add(CellIssue.Unreadable(message, suggestion));
        return null;
    }

    private static string Operator(string item)
    {
        foreach (var sign in new[] { ">=", "<=", "=>", "=<", "!=", "<>", "==", "≥", "≤", ">", "<", "=" })
            if (item.StartsWith(sign, StringComparison.Ordinal))
                return sign switch { "≥" => ">=", "≤" => "<=", "==" => "=", _ => sign };
        return "";
    }

    private static string Operand(string item) => item.TrimStart('>', '<', '=', '!', '≥', '≤', ' ', '\u00A0').Trim();

    private static Span SpanOf(string sign, double value) => sign switch
    {
        ">=" => Span.AtLeast(value),
        ">" => Span.Above(value),
        "<=" => Span.AtMost(value),
        _ => Span.Below(value),
    };

    private Atom? Range(string item)
    {
        var at = item.IndexOf("..", StringComparison.Ordinal);
        if (at < 0) return null;
        var (from, to) = (item[..at].Trim(), item[(at + 2)..].Trim());
        if (from.Length == 0 && to.Length == 0) return Misread("A range needs at least one end.", "10..50");
        if (to.StartsWith('.')) return Misread("A range has two points.", $"{from}..{to.TrimStart('.')}");
        if (Bounds(from, to, ReadDay) is { } days) return new Atom.Days(days);
        if (Bounds(from, to, ReadNumber) is { } numbers) return new Atom.Numbers(numbers);
        var suggestion = (CellDoubts.Repaired(from), CellDoubts.Repaired(to)) is ({ } f, { } t) ? $"{f}..{t}" : null;
        return Misread("The ends of a range are two numbers or two dates (yyyy-mm-dd); a text with two points goes in quotes.", suggestion);
    }

    private static Span? Bounds(string from, string to, Func<string, double?> read)
    {
        var low = from.Length == 0 ? double.NegativeInfinity : read(from);
        var high = to.Length == 0 ? double.PositiveInfinity : read(to);
        return low is { } l && high is { } h ? Span.Between(l, h) : null;
    }

    private static double? ReadDay(string text) => text.Length == 10 && Dates.TryReadDay(text, out var day) ? day : null;

    private double? ReadNumber(string text) => Numbers.TryRead(text, locale, out var number) ? number.Value : null;

    private static Atom.Truth? Truth(string item) => Words.TruthLiteral(Folding.Fold(item)) is { } truth ? new Atom.Truth(truth) : null;

    private static Atom.Days? Day(string item) =>
        item.Length == 10 && Dates.TryReadDay(item, out var day) ? new Atom.Days(Span.Between(day, day)) : null;

    private Atom? PlainNumber(string item)
    {
        if (!Numbers.TryRead(item, locale, out var number)) return null;
        return number.LeadingZero ? new Atom.Is(Folding.Fold(item)) : new Atom.IsNumber(number.Value);
    }

    private Atom? Pattern(string item)
    {
        if (!item.AsSpan().ContainsAny('*', '?')) return null;
        if (item.Length > 128) return Misread($"The pattern has {item.Length} characters; 128 is the limit.", null);
        var pattern = Glob.Collapse(Folding.Fold(item));
        return pattern == "*" ? new Atom.Present() : new Atom.Like(new Glob(pattern));
    }

    private Atom.Is Text(string item)
    {
        if (CellDoubts.AboutText(item, locale) is { } doubt) issues.Add(doubt);
        return new Atom.Is(Folding.Fold(item));
    }

    // A function's call fills the text: its first parenthesis closes at the end.
    private static bool TryOpen(string text, string function, out string inside)
    {
        inside = "";
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || text[^1] != ')' || CellItems.Function(text[..open]) != function) return false;
        var depth = 0;
        var quoted = false;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (text[i] == '(') depth++;
            else if (text[i] == ')' && --depth == 0 && i < text.Length - 1) return false;
        }
        if (depth != 0 || quoted) return false;
        inside = text[(open + 1)..^1].Trim();
        return true;
    }
}
