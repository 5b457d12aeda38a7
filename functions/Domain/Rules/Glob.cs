namespace LeadRouter.Domain.Rules;

/// <summary>
/// A pattern over folded text: <c>*</c> is any run, <c>?</c> any one character. Hand-written: greedy with one point of return, so that no
/// pattern costs more than its length times the text's.
/// </summary>
public sealed record Glob(string Pattern)
{
    public bool Matches(ReadOnlySpan<char> text)
    {
        var (p, t, star, resume) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < Pattern.Length && Pattern[p] == '*') (star, resume) = (p++, t);
            else if (p < Pattern.Length && (Pattern[p] == '?' || Pattern[p] == text[t])) (p, t) = (p + 1, t + 1);
            else if (star >= 0) (p, t) = (star + 1, ++resume);
            else return false;
        }
        while (p < Pattern.Length && Pattern[p] == '*') p++;
        return p == Pattern.Length;
    }

    /// <summary>The longest run without a wildcard: whatever the pattern matches contains it.</summary>
    public string LongestLiteral => Pattern.Split('*', '?').MaxBy(run => run.Length)!;

    public static string Collapse(string pattern)
    {
        while (pattern.Contains("**", StringComparison.Ordinal)) pattern = pattern.Replace("**", "*", StringComparison.Ordinal);
        return pattern;
    }
}
