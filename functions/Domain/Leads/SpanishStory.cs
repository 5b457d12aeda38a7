using System.Text;
using System.Text.RegularExpressions;

namespace LeadRouter.Domain.Leads;

/// <summary>
/// A lead's story is stored as the sentences that the API shows. Here each of them has its Spanish twin: a sentence is recognised by its
/// kind and its fixed words, and what stands between them goes into the twin, itself in Spanish where it is ours (states, verbs, holds).
/// What a person wrote stays as he wrote it.
/// </summary>
public static partial class SpanishStory
{
    private static readonly ILookup<string, Twin> ByKind = Twins.ToLookup(t => t.Kind, t => new Twin(t.English, t.Spanish));

    /// <param name="sentence">The Spanish of a sentence that explains a decision; null where it is not known.</param>
    /// <returns>Null when nobody has told the sentence in Spanish yet.</returns>
    public static string? Of(string kind, string text, Func<string, string?>? sentence = null) =>
        ByKind[kind].Select(twin => twin.Of(text, sentence)).FirstOrDefault(spanish => spanish is not null);

    /// <summary>Why a signal changed nothing.</summary>
    public static string? OfRefusal(string why) => Of("refused", why);

    /// <summary>Why a lead ended or needs a person: the product's own reasons; those of <c>Reasons</c> are the installation's.</summary>
    public static string OfReason(string reason) => Words.GetValueOrDefault(("reason", reason), reason);

    private static string InSpanish(string part, string text, Func<string, string?>? sentence) => part switch
    {
        "who" => text == "an editor" ? "un editor" : text,
        "sentence" => sentence?.Invoke(text) ?? text,
        "mail" => Of("mail", text) ?? text,
        "key" when text.Split("; ", 2) is [var first, var rest] => $"{InSpanish(part, first, sentence)}; {Of("mergeProposed", rest) ?? rest}",
        "holds" => string.Join(", ", text.Split(", ").Select(hold => Of("hold", hold) ?? hold)),
        _ => Words.GetValueOrDefault((part, text), text),
    };

    private sealed partial class Twin(string english, string spanish)
    {
        // Not backtracking: what stands between the fixed words may come from anybody.
        private readonly Regex pattern = new($"^{Pattern(english)}$", RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant);

        public string? Of(string text, Func<string, string?>? sentence)
        {
            var match = pattern.Match(text);
            return match.Success ? Part().Replace(spanish, part => InSpanish(part.Groups[1].Value, match.Groups[part.Groups[1].Value].Value, sentence)) : null;
        }

        private static string Pattern(string english)
        {
            var pattern = new StringBuilder();
            var at = 0;
            foreach (var part in Part().EnumerateMatches(english))
            {
                pattern.Append(Regex.Escape(english[at..part.Index])).Append("(?<").Append(english.AsSpan(part.Index + 1, part.Length - 2)).Append(">.*?)");
                at = part.Index + part.Length;
            }
            return pattern.Append(Regex.Escape(english[at..])).ToString();
        }

        [GeneratedRegex("""\{([a-z]+)\}""")]
        private static partial Regex Part();
    }
}
