using System.Collections.Immutable;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Intake;

/// <summary>
/// Claims the person's keys for the lead, and lets the strongest decide: whoever holds it already has the lead as a touch while he is
/// open, a closed lead passes it on, and its owner. A weaker key that somebody else holds is only a hint, for a person to decide.
/// </summary>
public sealed class RecogniseLead(IIdentityStore identities, ILeadStore leads, PersonKeys keys) : IEffectHandler
{
    // Links by hand may form a chain, and two at the same time a ring.
    private const int MostHops = 8;

    public IReadOnlyList<Type> Handles => [typeof(Effect.Recognise)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        var all = keys.Of(call.Lead.Attributes);
        // A test is nobody's repeat enquiry, but an erasure has to find it.
        if (call.Lead.IsTest && all.Count > 0) await identities.NoteAsync(all[0], call.Lead.Id, ct).ConfigureAwait(false);
        if (call.Lead.IsTest || all.Count == 0) return new EffectResult(new Signal.Recognised(null, null));
        var (strongest, weaker) = (all[0], all.Skip(1).ToList());
        while (true)
        {
            var claim = await identities.ClaimAsync(strongest, call.Lead.Id, ct).ConfigureAwait(false);
            if (claim.Holder == call.Lead.Id) return await NewAsync(call.Lead.Id, claim.Previous, weaker, ct).ConfigureAwait(false);
            if (await FindAsync(claim.Holder, ct).ConfigureAwait(false) is { } holder && holder.Life.Status.IsOpen())
            {
                // The holder may have been linked to this very lead by hand.
                return holder.Id == call.Lead.Id
                    ? await NewAsync(call.Lead.Id, claim.Previous, weaker, ct).ConfigureAwait(false)
                    : await KnownAsync(holder.Id, strongest, call.Lead.Id, weaker, ct).ConfigureAwait(false);
            }
            await identities.PassOnAsync(strongest, claim, call.Lead.Id, ct).ConfigureAwait(false);
        }
    }

    private async Task<EffectResult> NewAsync(LeadId lead, LeadId? previous, List<PersonKey> weaker, CancellationToken ct)
    {
        var hints = await Task.WhenAll(weaker.Select(key => HintAsync(key, lead, ct))).ConfigureAwait(false);
        ImmutableArray<MergeProposal> proposals = [.. hints.OfType<MergeProposal>().DistinctBy(p => p.Lead)];
        var closed = previous is { } id ? await FindAsync(id, ct).ConfigureAwait(false) : null;
        var note = proposals.IsEmpty ? null : new StoryLine("mergeProposed", string.Join("; ", proposals.Select(p => $"Perhaps the person of lead {p.Lead}: the same {p.Because}")));
        return closed is null
            ? new EffectResult(new Signal.Recognised(null, null), note) { Proposals = proposals }
            : new EffectResult(new Signal.Recognised(closed.Id, closed.Life.Owner), note) { Proposals = proposals, Previous = (closed.Id, closed.Life.Owner) };
    }

    /// <summary>What else is known of the person now leads to the same lead.</summary>
    private async Task<EffectResult> KnownAsync(LeadId holder, PersonKey strongest, LeadId submission, List<PersonKey> weaker, CancellationToken ct)
    {
        await Task.WhenAll(weaker.Select(key => identities.ClaimAsync(key, holder, ct)).Append(identities.NoteAsync(strongest, submission, ct))).ConfigureAwait(false);
        return new EffectResult(new Signal.KnownAs(holder));
    }

    /// <summary>Null when the key was free, or its holder has closed: then it is this lead's.</summary>
    private async Task<MergeProposal?> HintAsync(PersonKey key, LeadId lead, CancellationToken ct)
    {
        while (true)
        {
            var claim = await identities.ClaimAsync(key, lead, ct).ConfigureAwait(false);
            if (claim.Holder == lead) return null;
            if (await FindAsync(claim.Holder, ct).ConfigureAwait(false) is { } holder && holder.Life.Status.IsOpen())
                return holder.Id == lead ? null : new MergeProposal(holder.Id, key.Kind);
            await identities.PassOnAsync(key, claim, lead, ct).ConfigureAwait(false);
        }
    }

    /// <summary>The lead, or the one that goes on for it.</summary>
    private async Task<LeadRecord?> FindAsync(LeadId id, CancellationToken ct)
    {
        var found = (await leads.OpenAsync(id, ct).ConfigureAwait(false))?.Record;
        for (var hop = 0; hop < MostHops && found is { Life: { Status: LeadStatus.Linked, LinkedTo: { } main } }; hop++)
            found = (await leads.OpenAsync(main, ct).ConfigureAwait(false))?.Record;
        return found;
    }
}
