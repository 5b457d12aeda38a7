using System.Text;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Assignment;

/// <summary>Asks a pool for an owner. The decision's id is lead and attempt, so that a repeated try finds the decision of the first.</summary>
public sealed class AssignLead(IPoolBooks books, RosterCache rosters, IAccountOwners accounts, CreditAlarms alarms, TimeProvider clock) : IEffectHandler
{
    // A chain of overflow pools longer than this is a circle.
    private const int MaxOverflow = 8;

    public IReadOnlyList<Type> Handles => [typeof(Effect.Assign)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        var assign = (Effect.Assign)call.Pending.Effect;
        var now = clock.GetUtcNow();
        var current = await rosters.CurrentAsync(ct).ConfigureAwait(false);
        var pool = assign.Overflow ? current.OverflowOf(assign.Pool) ?? assign.Pool : assign.Pool;
        var account = current.AccountOf(pool, call.Lead.Attributes);
        var accountOwner = account is null ? null : await accounts.FindAsync(account, ct).ConfigureAwait(false);
        var request = RequestFor(call.Lead, assign.Attempt, now, current.LiveStamp) with { AccountOwner = accountOwner };
        var decided = await books.PostAsync(request.Id, isNew: true, (book, prior) => Decide(current, pool, call.Lead.Attributes, book, request, prior), ct).ConfigureAwait(false);
        alarms.Watch(decided.Policy, decided.Ledger);
        if (account is not null && decided.Outcome is AssignmentOutcome.Assigned { Owner: var owner } && owner != accountOwner)
            await accounts.KeepAsync(account, owner, ct).ConfigureAwait(false);
        return Answer(assign.Attempt, pool, decided.Outcome, current.Labels);
    }

    internal static AssignmentRequest RequestFor(LeadRecord lead, int attempt, DateTimeOffset now, string? liveStamp) => new(lead.Id, attempt, now)
    {
        IdPrefix = lead.IdPrefix,
        Value = Credit.Of(lead.Life.Value),
        Languages = lead.Attributes["Language"] is { } language ? [language.Split('-', '_')[0].ToLowerInvariant()] : [],
        Skills = lead.Life.Skills,
        Tried = lead.Life.Tried,
        PersonOwner = lead.StickyOwner,
        WaitingSince = now - lead.Life.LastActivity > AssignmentRequest.ShortWait ? lead.Life.LastActivity : null,
        ConfigVersion = lead.Version,
        LiveStamp = liveStamp,
    };

    /// <summary>An outcome, with the pool that it came from and its ledger after it.</summary>
    private sealed record Decided(AssignmentOutcome Outcome, PoolPolicy Policy, PoolLedger Ledger);

    /// <summary>A pool where nobody can take the lead passes it on; all of them share one book, so that the chain is one decision.</summary>
    private static Posted<Decided> Decide(
        Rosters rosters, PoolId pool, LeadAttributes lead, AssignmentBook book, AssignmentRequest request, Decision? prior)
    {
        var chain = Chain(rosters, pool, lead, book, request, prior);
        var (ruling, policy) = chain[^1];
        var outcome = ruling.Outcome with { Decision = ruling.Outcome.Decision with { Before = [.. chain.SkipLast(1).Select(c => c.Ruling.Outcome.Decision.Record!)] } };
        return new Posted<Decided>(new Decided(outcome, policy, ruling.Book.Ledger(policy.Pool)), ruling.Book, outcome.Decision);
    }

    /// <summary>The ruling of each pool that was asked, the last of which holds.</summary>
    internal static IReadOnlyList<(Ruling Ruling, PoolPolicy Policy)> Chain(
        Rosters rosters, PoolId pool, LeadAttributes lead, AssignmentBook book, AssignmentRequest request, Decision? prior)
    {
        var rulings = new List<(Ruling Ruling, PoolPolicy Policy)> { Ask(pool, book, prior) };
        for (var hop = 0; hop < MaxOverflow && rulings[^1].Ruling.Outcome is AssignmentOutcome.Overflowed over; hop++)
        {
            request = request with { OverflowedFrom = [.. request.OverflowedFrom, pool], WakeBy = over.WakeBy };
            pool = over.To;
            rulings.Add(Ask(pool, rulings[^1].Ruling.Book, null));
        }
        return rulings;

        (Ruling, PoolPolicy) Ask(PoolId asked, AssignmentBook before, Decision? known)
        {
            var roster = rosters.Of(asked, lead, request.Now);
            return (AssignmentRule.Decide(roster, before.Absorb(roster, rosters.Has), request, known), roster.Policy);
        }
    }

    private static EffectResult Answer(int attempt, PoolId asked, AssignmentOutcome outcome, Labels labels)
    {
        var sentence = outcome.Decision.Record is { } record ? Sentence.Of(record, labels) : "";
        Signal? signal = outcome switch
        {
            AssignmentOutcome.Assigned assigned => new Signal.Assigned(attempt, assigned.Owner, assigned.Decision.Pool, sentence),
            AssignmentOutcome.Broadcast offer => new Signal.Broadcast(attempt, offer.Reps, offer.Decision.Pool, sentence),
            AssignmentOutcome.Held held => new Signal.NobodyNow(attempt, held.Until, sentence, asked),
            AssignmentOutcome.TakenBack => null,
            _ => new Signal.NobodyEver(attempt, sentence),
        };
        return new EffectResult(signal) { Decision = (attempt, Encoding.UTF8.GetString(DecisionJson.Write(outcome.Decision))) };
    }
}
