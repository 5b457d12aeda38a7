using System.Text.RegularExpressions;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>
/// The English sentence of a decision told in Spanish, clause by clause. The story keeps the sentence of every decision; of the decisions
/// themselves only the last of each attempt is kept, so it cannot always be told from the record.
/// </summary>
public static partial class SpanishSentence
{
    private static readonly Phrases English = EnglishPhrases.Instance;
    private static readonly Phrases Spanish = SpanishPhrases.Instance;

    private static readonly Twin[] Clauses =
    [
        // The first clause names the pool behind what came of it.
        Behind(English.Offered, Spanish.Offered, "names"),
        Behind(English.Held, Spanish.Held),
        Behind(English.LookAgain, Spanish.LookAgain),
        Behind(English.Overflowed, Spanish.Overflowed),
        Behind(English.NobodyEver, Spanish.NobodyEver),
        Of(English.PassedOn, Spanish.PassedOn),
        Of(English.NoMembers, Spanish.NoMembers),
        .. English.Picked.Select(p => Of(p.Value, Spanish.Picked[p.Key])),
        .. English.Counted.Select(c => Of(c.Value, Spanish.Counted[c.Key])),
        .. English.Excluded.Select(e => Of(e.Value.Known, Spanish.Excluded[e.Key].Known)),
        .. English.Excluded.Select(e => Of(e.Value.Open, Spanish.Excluded[e.Key].Open)),
        Behind("{0}", "{0}"),
    ];

    /// <summary>A clause that nobody knows, such as one of before a phrase was changed, stays as it is.</summary>
    public static string Of(string sentence) => string.Join("; ", sentence.Split("; ").Select(clause => Twin.Of(Clauses, clause, InSpanish) ?? clause));

    private static Twin Behind(string english, string spanish, string first = "a") =>
        new($"{Parts(english, first)}: {Parts(English.InPool, "pool")}", $"{Parts(spanish, first)}: {Parts(Spanish.InPool, "pool")}");

    private static Twin Of(string english, string spanish) => new(Parts(english, "a"), Parts(spanish, "a"));

    /// <summary>The holes {0} to {4} of a phrase, by name.</summary>
    private static string Parts(string phrase, string first) => Hole().Replace(phrase, hole => hole.Value == "{0}" ? $"{{{first}}}" : $"{{{(char)('a' + hole.Value[1] - '0')}}}");

    private static string InSpanish(string part, string value)
    {
        if (part == "names") return value.Replace($" {English.And} ", $" {Spanish.And} ", StringComparison.Ordinal);
        if (Number().IsMatch(value)) return value.Replace(English.DecimalSign, Spanish.DecimalSign, StringComparison.Ordinal);
        return Instant().Match(value) is { Success: true } instant
            ? (Told(English.Days, Spanish.Days, instant.Groups["day"].Value) ?? Told(English.Months, Spanish.Months, instant.Groups["month"].Value)) is { } word
                ? value.Replace(instant.Groups["day"].Value + instant.Groups["month"].Value, word, StringComparison.Ordinal)
                : value
            : value;
    }

    private static string? Told(IReadOnlyList<string> english, IReadOnlyList<string> spanish, string word) => english.ToList().IndexOf(word) is >= 0 and var at ? spanish[at] : null;

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^[+-]?\d+\.\d+$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?:(?<day>[A-Z][a-z]{2}) |\d{1,2} (?<month>[A-Z][a-z]{2}) )\d\d:\d\d ")]
    private static partial Regex Instant();
}
