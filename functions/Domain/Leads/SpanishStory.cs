using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Intake;

namespace LeadRouter.Domain.Leads;

/// <summary>
/// A lead's story is stored as the sentences that the API shows. Here each of them has its Spanish twin: a sentence is recognised by its
/// kind and its fixed words, and what stands between them goes into the twin, itself in Spanish where it is ours (states, verbs, holds).
/// What a person wrote stays as he wrote it.
/// </summary>
public static partial class SpanishStory
{
    private static readonly ILookup<string, Twin> ByKind = Twins.ToLookup(t => t.Kind, t => new Twin(t.English, t.Spanish));

    /// <returns>Null when nobody has told the sentence in Spanish yet.</returns>
    public static string? Of(string kind, string text) => Twin.Of(ByKind[kind], text, InSpanish);

    /// <summary>Why a signal changed nothing.</summary>
    public static string? OfRefusal(string why) => Of("refused", why);

    /// <summary>Why a lead ended or needs a person: the product's own reasons; those of <c>Reasons</c> are the installation's.</summary>
    public static string OfReason(string reason) => OfWord("reason", reason);

    /// <summary>The name of a state, as the lists and the sentences say it.</summary>
    public static string OfState(LeadStatus state) => Words[("state", state.PublicName())];

    /// <summary>Why a mail would wait or not go.</summary>
    public static string OfHold(string why) => Words.GetValueOrDefault(("drop", why)) ?? InSpanish("holds", why);

    /// <summary>A word of the product in its part of a sentence: <c>effect</c>, <c>key</c>, <c>rating</c>, …; another stays as it is.</summary>
    public static string OfWord(string part, string word) => Words.GetValueOrDefault((part, word), word);

    private static string InSpanish(string part, string text) => part switch
    {
        "who" => text == "an editor" ? "un editor" : text,
        "sentence" => SpanishSentence.Of(text),
        "mail" => Of("mail", text) ?? text,
        "problem" => SubmissionWords.Spanish(text),
        "key" when text.Split("; ", 2) is [var first, var rest] => $"{InSpanish(part, first)}; {Of("mergeProposed", rest) ?? rest}",
        "holds" => string.Join(", ", text.Split(", ").Select(hold => Of("hold", hold) ?? hold)),
        _ => OfWord(part, text),
    };
}
