using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>
/// Splits a cell into its items: at semicolons and line breaks if there is one, else at commas. Quotes and the parentheses of
/// <c>not(…)</c> and <c>contains(…)</c> keep together what is inside.
/// </summary>
internal static class CellItems
{
    /// <summary>Blank items are dropped.</summary>
    public static List<string> Split(string text)
    {
        var items = Split(text, static c => c is ';' or '\n' or '\r');
        return items.Count > 1 || text.AsSpan().TrimEnd().EndsWith(';') ? Trimmed(items) : Trimmed(Split(text, static c => c == ','));
    }

    private static List<string> Trimmed(List<string> items) => [.. items.Select(item => item.Trim()).Where(item => item.Length > 0)];

    private static List<string> Split(string text, Func<char, bool> isSeparator)
    {
        var items = new List<string>();
        var start = 0;
        var depth = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"' && (quoted || text.AsSpan(start, i - start).IsWhiteSpace() || depth > 0)) quoted = !quoted;
            else if (quoted) continue;
            else if (c == '(' && (depth > 0 || Function(text[start..i].Trim()) is not null)) depth++;
            else if (c == ')' && depth > 0) depth--;
            else if (depth == 0 && isSeparator(c))
            {
                items.Add(text[start..i]);
                start = i + 1;
            }
        }
        items.Add(text[start..]);
        return items;
    }

    /// <summary><c>not</c> or <c>contains</c>, null for any other word.</summary>
    public static string? Function(string word) => Folding.Fold(word) is "not" or "contains" ? Folding.Fold(word) : null;
}
