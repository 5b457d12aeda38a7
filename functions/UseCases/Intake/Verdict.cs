using System.Collections.Immutable;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.UseCases.Intake;

/// <summary>What a submission is, read under the present rows: a lead with gaps, or one that a person has to look at.</summary>
/// <param name="FetchId">The provider's id of a lead that has to be fetched first.</param>
public sealed record Verdict(LeadAttributes Attributes, ImmutableArray<string> Problems, bool IsQuarantined, string? FetchId)
{
    /// <summary>What has to be done first with a lead.</summary>
    public Effect First => FetchId is { } id ? new Effect.Fetch(id) : new Effect.Recognise();

    /// <param name="doubt">Why it is not taken for a lead whatever its fields say; null when nothing speaks against it.</param>
    public static Verdict Of(string slug, SourceRow? source, FormFields fields, string? doubt, bool canFetch)
    {
        var clean = Cleaning.Clean(fields, slug, source?.DefaultRegion, source?.DefaultLanguage);
        var fetch = source is { Enabled: true, Shape: SourceShape.Ids } && !clean.CanBeReached ? clean.Attributes["ExternalId"] : null;
        var blocking = Blocking(slug, source, clean, doubt, fetch, canFetch).ToList();
        return new Verdict(
            KnownFacts.AddTo(clean.Attributes),
            [.. blocking, .. fetch is null ? clean.Gaps : []],
            blocking.Count > 0,
            blocking.Count > 0 ? null : fetch);
    }

    /// <summary>A body that nobody can read.</summary>
    public static Verdict Unreadable(string slug, SourceRow? source, string problem) => new(
        LeadAttributes.Empty.With("Source", slug),
        [.. SourceProblem(slug, source) is { } unknown ? [unknown] : Array.Empty<string>(), $"body.unreadable: {problem}"],
        IsQuarantined: true,
        FetchId: null);

    private static IEnumerable<string> Blocking(string slug, SourceRow? source, CleanLead clean, string? doubt, string? fetch, bool canFetch)
    {
        if (SourceProblem(slug, source) is { } unknown) yield return unknown;
        if (doubt is not null) yield return doubt;
        if (fetch is not null && !canFetch) yield return $"fetch.no-credentials: the lead stands with its provider, and there is no token to fetch it with";
        if (fetch is null && !clean.CanBeReached) yield return "contact.unreachable: neither a usable email address nor a phone number";
    }

    private static string? SourceProblem(string slug, SourceRow? source) => source switch
    {
        null => $"source.unknown: there is no source {slug}",
        { Enabled: false } => $"source.disabled: source {slug} is switched off",
        _ => null,
    };
}
