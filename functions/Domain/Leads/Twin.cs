using System.Text.RegularExpressions;

namespace LeadRouter.Domain.Leads;

/// <summary>
/// An English sentence of the product and its Spanish twin, both with <c>{parts}</c>: a sentence is recognised by its fixed words, and
/// what stands between them goes into the twin.
/// </summary>
internal sealed partial class Twin
{
    // Fixed words and names of parts in turn, beginning and ending with fixed words.
    private readonly string[] english;
    private readonly string[] spanish;

    public Twin(string english, string spanish) => (this.english, this.spanish) = (Part().Split(english), Part().Split(spanish));

    /// <param name="inSpanish">The Spanish of a part, by its name.</param>
    /// <returns>Null when the text is another sentence.</returns>
    public string? Of(string text, Func<string, string, string> inSpanish) => Parts(text) is { } parts
        ? string.Concat(spanish.Select((word, i) => i % 2 == 0 ? word : inSpanish(word, parts[word])))
        : null;

    /// <summary>Of several that fit, the first.</summary>
    public static string? Of(IEnumerable<Twin> twins, string text, Func<string, string, string> inSpanish) =>
        twins.Select(twin => twin.Of(text, inSpanish)).FirstOrDefault(spanish => spanish is not null);

    // Each part ends where the next fixed words first occur, and the last words end the text: no other division could fit if this does not.
    private Dictionary<string, string>? Parts(string text)
    {
        if (!text.StartsWith(english[0], StringComparison.Ordinal) || !text.EndsWith(english[^1], StringComparison.Ordinal)) return null;
        var parts = new Dictionary<string, string>();
        var at = english[0].Length;
        for (var i = 2; i < english.Length; i += 2)
        {
            var end = i == english.Length - 1 ? text.Length - english[i].Length : text.IndexOf(english[i], at, StringComparison.Ordinal);
            if (end < at) return null;
            parts[english[i - 1]] = text[at..end];
            at = end + english[i].Length;
        }
        return at == text.Length ? parts : null;
    }

    [GeneratedRegex("""\{([a-z]+)\}""")]
    private static partial Regex Part();
}
