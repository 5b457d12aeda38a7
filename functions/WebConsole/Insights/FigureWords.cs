using System.Text;
using LeadRouter.WebConsole.Frame;

namespace LeadRouter.WebConsole.Insights;

/// <summary>Figures as people read them.</summary>
public static class FigureWords
{
    /// <summary>Shares in percent, money and minutes as numbers, counts by name as a list.</summary>
    public static string Figure(this Viewer viewer, string name, object? value) => value switch
    {
        null => "–",
        long count => viewer.Number(count, "#,0"),
        double share when IsShare(name) => viewer.Number((decimal)share * 100, "0.#") + " %",
        double number => viewer.Number((decimal)number, "#,0.#"),
        decimal money => viewer.Number(money, "#,0.00"),
        IEnumerable<KeyValuePair<string, long>> counts => string.Join(", ", counts.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value}")),
        _ => value.ToString() ?? "",
    };

    /// <summary>The name of a figure in words: <c>acceptKeptShare</c> is <c>accept kept share</c>.</summary>
    public static string Title(string name)
    {
        var words = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) || (char.IsDigit(letter) && words.Length > 0 && char.IsLetter(words[^1]))) words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }

    // Whatever is told in weeks is a share of the cohort, but for its size.
    private static bool IsShare(string name) => name.Contains("Share", StringComparison.Ordinal) || name.EndsWith("Weeks", StringComparison.Ordinal);
}
