using System.Text;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Assignment;

/// <summary>Keeps the ledger in step with owners that no pool chose: manual charges, refunds, and leads that left their owner.</summary>
public sealed class SettleLedger(IPoolBooks books, RosterCache rosters, IAccountOwners accounts, WakeHeld held, TimeProvider clock) : IEffectHandler
{
    public IReadOnlyList<Type> Handles => [typeof(Effect.Charge), typeof(Effect.Refund), typeof(Effect.Release)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        switch (call.Pending.Effect)
        {
            case Effect.Charge charge:
                return await ChargeAsync(call.Lead, charge, now, ct).ConfigureAwait(false);
            case Effect.Refund refund:
                await SettleAsync(DecisionId.For(call.Lead, refund.Attempt), refund.Pool, Why(refund.Reason), now, refund: true, ct).ConfigureAwait(false);
                return new EffectResult(Note: new StoryLine("refunded", $"Attempt {refund.Attempt} is taken back in pool {refund.Pool}: {refund.Reason}"));
            case Effect.Release release:
                await SettleAsync(DecisionId.For(call.Lead, release.Attempt), release.Pool, OwnerLeft.Closed, now, refund: false, ct).ConfigureAwait(false);
                return EffectResult.Done;
            default:
                throw new ArgumentOutOfRangeException(nameof(call), call.Pending.Effect, "not an effect on the ledger");
        }
    }

    private async Task<EffectResult> ChargeAsync(LeadRecord lead, Effect.Charge charge, DateTimeOffset now, CancellationToken ct)
    {
        var current = await rosters.CurrentAsync(ct).ConfigureAwait(false);
        var request = new AssignmentRequest(lead.Id, charge.Attempt, now)
        {
            IdPrefix = lead.IdPrefix,
            Value = Credit.Of(lead.Life.Value),
            Desired = charge.Owner,
            ConfigVersion = lead.Version,
            LiveStamp = current.LiveStamp,
        };
        var roster = current.Of(charge.Pool, lead.Attributes, now);
        var outcome = await books.PostAsync(
            request.Id,
            isNew: true,
            (book, prior) =>
            {
                var ruling = AssignmentRule.Decide(roster, book, request, prior);
                return new Posted<AssignmentOutcome>(ruling.Outcome, ruling.Book, ruling.Outcome.Decision);
            },
            ct).ConfigureAwait(false);
        if (current.AccountOf(charge.Pool, lead.Attributes) is { } account && outcome is AssignmentOutcome.Assigned { Owner: var owner })
            await accounts.KeepAsync(account, owner, ct).ConfigureAwait(false);
        return new EffectResult { Decision = (charge.Attempt, Encoding.UTF8.GetString(DecisionJson.Write(outcome.Decision))) };
    }

    private async Task SettleAsync(DecisionId id, PoolId pool, OwnerLeft why, DateTimeOffset now, bool refund, CancellationToken ct)
    {
        var current = await rosters.CurrentAsync(ct).ConfigureAwait(false);
        var freed = await books.PostAsync(
            id,
            isNew: false,
            (book, prior) =>
            {
                var settled = Settlement.Settle(book, pool, id, prior, why, now, refund);
                var wasFull = prior?.Owner is { } owner && current.OpenCapOf(owner) is { } cap && book.Loads[owner].Open >= cap && settled.Book.Loads[owner].Open < cap;
                return new Posted<RepId?>(wasFull ? prior!.Owner : null, settled.Book, settled.Decision);
            },
            ct).ConfigureAwait(false);
        if (freed is { } rep) await held.WakeForAsync(rep, ct).ConfigureAwait(false);
    }

    // Reasons are rows of the users' own; one that the ledger has no word for is taken as declined.
    private static OwnerLeft Why(string reason) => Enum.TryParse<OwnerLeft>(reason.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var why) ? why : OwnerLeft.Declined;
}
