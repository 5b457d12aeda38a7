using System.Text;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Assignment;

/// <summary>The first rep to accept an offer to several is charged for it, unless he has as many leads as he may by now.</summary>
public sealed class ClaimLead(IPoolBooks books, RosterCache rosters, IAccountOwners accounts, TimeProvider clock) : IEffectHandler
{
    public IReadOnlyList<Type> Handles => [typeof(Effect.Claim)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        var (attempt, pool, rep) = (Effect.Claim)call.Pending.Effect;
        var now = clock.GetUtcNow();
        var current = await rosters.CurrentAsync(ct).ConfigureAwait(false);
        var roster = current.Of(pool, call.Lead.Attributes, now);
        var claim = await books.PostAsync(
            DecisionId.For(call.Lead, attempt), isNew: false, (book, prior) => Decide(roster, book, prior, rep, now), ct).ConfigureAwait(false);
        if (claim.Charged is not { Record: { } record } charged) return new EffectResult(new Signal.ClaimRefused(attempt, rep, claim.Why));
        if (current.AccountOf(pool, call.Lead.Attributes) is { } account) await accounts.KeepAsync(account, rep, ct).ConfigureAwait(false);
        return new EffectResult(new Signal.Claimed(attempt, rep, Sentence.Of(record, current.Labels)))
        {
            Decision = (attempt, Encoding.UTF8.GetString(DecisionJson.Write(charged))),
        };
    }

    private sealed record Claim(Decision? Charged, string Why);

    /// <summary>A claim that was charged before, by a try whose answer was lost, is the same claim.</summary>
    private static Posted<Claim> Decide(PoolRoster roster, AssignmentBook book, Decision? offer, RepId rep, DateTimeOffset now)
    {
        if (offer is null) return new Posted<Claim>(new Claim(null, "the pool knows of no offer"), book, null);
        return Broadcasts.Claim(roster, book, offer, rep, now) switch
        {
            ClaimOutcome.Claimed(var charged, var after) => new Posted<Claim>(new Claim(charged, ""), after, charged),
            ClaimOutcome.Taken(var by) when by == rep => new Posted<Claim>(new Claim(offer, ""), book, null),
            ClaimOutcome.Taken(var by) => new Posted<Claim>(new Claim(null, $"{by} has it"), book, null),
            ClaimOutcome.AtCap(var cap) => new Posted<Claim>(new Claim(null, $"{cap.Used} of {cap.Limit} leads ({Code.Of(cap.Reason)})"), book, null),
            ClaimOutcome.NotOffered => new Posted<Claim>(new Claim(null, "not in the pool any more"), book, null),
            _ => new Posted<Claim>(new Claim(null, "the offer has ended"), book, null),
        };
    }
}
