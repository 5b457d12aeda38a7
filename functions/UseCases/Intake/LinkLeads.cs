using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Intake;

/// <summary>What became of a person's word that two leads are one.</summary>
public abstract record Linked
{
    public sealed record Told(SignalOutcome Outcome) : Linked;

    public sealed record NoSuchLead(LeadId Id) : Linked;

    public sealed record Impossible(string Why) : Linked;
}

/// <summary>Links a lead to another one that goes on for both, and takes that back.</summary>
public sealed class LinkLeads(ILeadStore leads, PostSignal post)
{
    public async Task<Linked> LinkAsync(LeadId main, LeadId other, string? by, CancellationToken ct)
    {
        if (main == other) return new Linked.Impossible("A lead cannot be linked to itself");
        if (await leads.OpenAsync(main, ct).ConfigureAwait(false) is not { Record: var first }) return new Linked.NoSuchLead(main);
        if (!first.Life.Status.IsOpen()) return new Linked.Impossible($"Lead {main} is {first.Life.Status.PublicName()}: another can only be linked to an open lead");
        return await TellAsync(other, $"merged-{main}", new Signal.Merged(main, by), ct).ConfigureAwait(false);
    }

    public Task<Linked> UnlinkAsync(LeadId main, LeadId other, string? by, CancellationToken ct) => TellAsync(other, $"unmerged-{main}", new Signal.Unmerged(main, by), ct);

    private async Task<Linked> TellAsync(LeadId lead, string what, Signal signal, CancellationToken ct)
    {
        var outcome = await post.RunAsync(lead, $"{what}-{Guid.CreateVersion7():N}", signal, "", ct).ConfigureAwait(false);
        return outcome is SignalOutcome.NoSuchLead ? new Linked.NoSuchLead(lead) : new Linked.Told(outcome);
    }
}
