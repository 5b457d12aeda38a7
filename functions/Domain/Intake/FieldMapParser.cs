using System.Globalization;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Intake;

/// <summary><c>Email=path; Phone=path | path; FullName=path + path; Each=path</c>. Nothing throws; what cannot be read is reported.</summary>
public static class FieldMapParser
{
    private const int MostSteps = 32;

    public static FieldMap Parse(string text, Action<CellIssue> report)
    {
        var fields = new List<MappedField>();
        foreach (var entry in Split(text, ';', '\n'))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) report(CellIssue.Unreadable($"{entry} is not of the form Attribute=path.", "Email=" + entry.TrimStart('=')));
            else if (Expression(entry[(equals + 1)..], report) is { } value)
                fields.Add(new MappedField(AttributeNames.Canonical(entry[..equals].Trim()), value));
        }
        foreach (var twice in fields.GroupBy(f => AttributeNames.Fold(f.Attribute)).Where(g => g.Count() > 1))
            report(CellIssue.Unreadable($"{twice.First().Attribute} is mapped twice; write the second path after | to fall back on it."));
        return new FieldMap([.. fields.Where(f => f.Attribute != FieldMap.EachName)]) { Each = fields.Find(f => f.Attribute == FieldMap.EachName)?.Value };
    }

    /// <summary>Null when the text is no expression, which is reported.</summary>
    public static FieldExpression? Expression(string text, Action<CellIssue> report)
    {
        var alternatives = new List<IReadOnlyList<FieldPath>>();
        foreach (var alternative in Split(text, '|'))
        {
            var join = Split(alternative, '+').Select(path => Path(path)).ToList();
            if (join.Count == 0 || join.Contains(null)) return Refuse(alternative, report);
            alternatives.Add([.. join.OfType<FieldPath>()]);
        }
        return alternatives.Count > 0 ? new FieldExpression(alternatives) : Refuse(text, report);
    }

    private static FieldExpression? Refuse(string text, Action<CellIssue> report)
    {
        report(CellIssue.Unreadable($"{text.Trim()} is no path; a path is a.b[0].c, a[\"1.3\"], answers[field.ref=email].email or field:json.key."));
        return null;
    }

    /// <summary>Null when the text is no path.</summary>
    public static FieldPath? Path(string text)
    {
        var steps = new List<PathStep>();
        var rest = text.AsSpan().Trim();
        while (!rest.IsEmpty && steps.Count <= MostSteps)
        {
            var step = rest[0] == '[' ? Bracket(ref rest) : Name(ref rest, steps.Count == 0);
            if (step is null) return null;
            steps.Add(step);
        }
        return steps.Count is > 0 and <= MostSteps ? new FieldPath(text.Trim(), steps) : null;
    }

    private static PathStep? Name(ref ReadOnlySpan<char> rest, bool first)
    {
        if (rest[0] == ':')
        {
            var isJson = rest.StartsWith(":json", StringComparison.OrdinalIgnoreCase) && !first && (rest.Length == 5 || rest[5] is '.' or '[');
            rest = isJson ? rest[5..] : rest;
            return isJson ? new PathStep.Json() : null;
        }
        if (!first && rest[0] != '.') return null;
        if (rest[0] == '.') rest = rest[1..];
        var end = rest.IndexOfAny('.', '[', ':');
        var name = (end < 0 ? rest : rest[..end]).Trim().ToString();
        rest = end < 0 ? [] : rest[end..];
        return name.Length == 0 || name.AsSpan().ContainsAny(']', '=', '"') ? null : new PathStep.Key(name);
    }

    private static PathStep? Bracket(ref ReadOnlySpan<char> rest)
    {
        var close = Close(rest);
        if (close < 0) return null;
        var inside = rest[1..close].Trim().ToString();
        rest = rest[(close + 1)..];
        if (Unquoted(inside) is { } quoted) return new PathStep.Key(quoted);
        var equals = inside.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            var value = inside[(equals + 1)..].Trim();
            return Path(inside[..equals]) is { } sub ? new PathStep.First(sub, Unquoted(value) ?? value) : null;
        }
        if (inside == "-1") return new PathStep.Index(PathStep.Last);
        if (inside.Length is > 0 and < 6 && inside.All(char.IsAsciiDigit)) return new PathStep.Index(int.Parse(inside, CultureInfo.InvariantCulture));
        return inside.Length == 0 || inside.AsSpan().ContainsAny('[', ']', '"') ? null : new PathStep.Key(inside);
    }

    private static int Close(ReadOnlySpan<char> text)
    {
        var depth = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (text[i] == '[' && ++depth > 4) return -1;
            else if (text[i] == ']' && --depth == 0) return i;
        }
        return -1;
    }

    private static string? Unquoted(string text) =>
        text.Length > 2 && text[0] == '"' && text[^1] == '"' && !text[1..^1].Contains('"', StringComparison.Ordinal) ? text[1..^1] : null;

    // Separators inside brackets and quotes are part of a key.
    private static List<string> Split(string text, params ReadOnlySpan<char> separators)
    {
        var parts = new List<string>();
        var (start, depth, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (text[i] == '[') depth++;
            else if (text[i] == ']') depth--;
            else if (depth <= 0 && separators.Contains(text[i]))
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
        }
        parts.Add(text[start..].Trim());
        return [.. parts.Where(part => part.Length > 0)];
    }
}
