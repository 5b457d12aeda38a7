using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using LeadRouter.Domain.Rules;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>Proof that nothing was lost, and whether the host is well.</summary>
public sealed class AccountingRoutes(
    ILeadIndex index, SweepLeads sweep, SourceProof proof, RateGate rates, IConfigurations configurations, Breakers breakers, TimeProvider clock, HostDuty? duty = null) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        new("GetAccounting", ["GET"], "api/accounting", Access.Viewer, "Where every submission is") { Handle = AccountingAsync },
        new("GetHealth", ["GET"], "health", Access.Anyone, "Whether storage answers and timers are in time") { Handle = HealthAsync },
    ];

    private async Task<IResult> AccountingAsync(HttpRequest request, CancellationToken ct)
    {
        var counts = await index.CountAsync(ct).ConfigureAwait(false);
        return HttpJson.Ok(new
        {
            received = counts.Received,
            quarantined = Of(Bucket.Quarantined),
            discarded = Of(Bucket.Discarded),
            linked = Of(Bucket.Linked),
            inProgress = Of(Bucket.InProgress),
            closed = new { won = Of(Bucket.Won), lost = Of(Bucket.Lost), disqualified = Of(Bucket.Disqualified), expired = Of(Bucket.Expired) },
            balanced = counts.Balanced,
            oldest = sweep.Last?.Oldest ?? System.Collections.Immutable.ImmutableDictionary<string, DateTimeOffset>.Empty,
            orphans = sweep.Last?.Orphans ?? [],
            sweptAt = sweep.Last?.At,
            refused = proof.Refused,
            tooFast = rates.Refused,
            alarms = (sweep.Last?.Alarms ?? []).Select(a => new { state = a.State, since = a.Since, limit = System.Xml.XmlConvert.ToString(a.Limit) }),
        });

        long Of(Bucket bucket) => counts.Buckets.GetValueOrDefault(bucket);
    }

    private async Task<IResult> HealthAsync(HttpRequest request, CancellationToken ct)
    {
        await index.ProbeAsync(ct).ConfigureAwait(false);
        var modes = await breakers.ModesAsync(ct).ConfigureAwait(false);
        return HttpJson.Ok(new
        {
            status = "ok",
            storage = "ok",
            drives = duty?.Drives(),
            configurationVersion = configurations.Current.Rules.Number,
            oldestOverdue = sweep.Last is { Overdue: > 0 } late ? late.At : (DateTimeOffset?)null,
            sweptAt = sweep.Last?.At,
            watchdog = new { heartbeat = sweep.Heartbeat, stuck = sweep.Last?.Stuck.Length ?? 0 },
            breakers = modes.Where(b => b.Mode != BreakerMode.Closed).Select(b => new { @class = b.Key.Class, provider = b.Key.Provider, mode = b.Mode }),
            now = clock.GetUtcNow(),
        });
    }
}
