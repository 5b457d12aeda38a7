using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using Microsoft.Extensions.Logging;

namespace LeadRouter.UseCases.Assignment;

/// <summary>Tells when a pool's largest credit goes beyond its alarm: somebody or something chooses who is eligible.</summary>
public sealed partial class CreditAlarms(ILogger<CreditAlarms> log)
{
    internal static readonly Gauge<double> Largest = LeadTelemetry.Meter.CreateGauge<double>(
        "leadrouter.pool.credit.largest", description: "The largest credit or debt of a rep in the pool, in leads");
    private static readonly Counter<long> Alarms = LeadTelemetry.Meter.CreateCounter<long>("leadrouter.pool.credit_alarms", description: "How often a pool's largest credit went beyond its alarm");

    private readonly ConcurrentDictionary<PoolId, bool> ringing = new();

    /// <summary>A pool that stays beyond its alarm is told once, until it has come back below.</summary>
    public void Watch(PoolPolicy policy, PoolLedger ledger)
    {
        var largest = ledger.Largest;
        var pool = new KeyValuePair<string, object?>("pool", policy.Pool.Value);
        Largest.Record((double)largest.Leads, pool);
        var rings = largest > policy.AlarmCredit;
        if (rings == ringing.GetValueOrDefault(policy.Pool)) return;
        ringing[policy.Pool] = rings;
        if (!rings) return;
        Alarms.Add(1, pool);
        LogAlarm(policy.Pool, largest.Leads, policy.AlarmCredit.Leads);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pool {Pool}: a credit of {Largest} leads is beyond the alarm of {Alarm}")]
    private partial void LogAlarm(PoolId pool, decimal largest, decimal alarm);
}
