using LeadRouter.Domain.Rules;

namespace LeadRouter.UseCases.Ports;

/// <summary>Gets a lead from a provider that announces it by its id alone.</summary>
public interface ILeadFetcher
{
    /// <summary>Whether there is what the provider asks for before it hands leads out.</summary>
    bool CanFetch(SourceRow source);

    /// <summary>The lead as the provider tells it. A provider that is down or slow is an <see cref="IOException"/>: it is asked again.</summary>
    Task<Fetched> FetchAsync(SourceRow source, string id, CancellationToken ct);
}

/// <summary>What a provider answered.</summary>
public abstract record Fetched
{
    public sealed record Lead(string? ContentType, byte[] Body) : Fetched;

    /// <summary>It will not hand the lead out, however often it is asked.</summary>
    public sealed record Refused(string Problem) : Fetched;
}
