using System.Diagnostics.Metrics;
using LeadRouter.Domain.Insights;
using LeadRouter.UseCases.Leads;
using Microsoft.Extensions.Logging;

namespace LeadRouter.UseCases.Insights;

/// <summary>Says once a day which sources left their own usual range on the day that ended, with the figure.</summary>
public sealed partial class WatchSources(ShowInsights insights, TimeProvider clock, ILogger<WatchSources> log)
{
    private static readonly Gauge<long> Alarms = LeadTelemetry.Meter.CreateGauge<long>(
        "leadrouter.source.alarms", description: "Figures of sources outside their usual range on the last whole day");
    private static readonly Gauge<double> Deviation = LeadTelemetry.Meter.CreateGauge<double>(
        "leadrouter.source.alarm", description: "The figure of a source that is outside its usual range");

    private DateOnly? judged;

    public async Task RunAsync(CancellationToken ct)
    {
        var day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-1);
        if (judged == day) return;
        var alarms = (await insights.AnomaliesAsync(day, ct).ConfigureAwait(false)).Where(f => f.Alarm).ToList();
        foreach (var alarm in alarms)
        {
            LogAlarm(alarm.Source, alarm.Figure, alarm.Day, alarm.Value, alarm.Low, alarm.High);
            Deviation.Record(alarm.Value, KeyValuePair.Create<string, object?>("source", alarm.Source), KeyValuePair.Create<string, object?>("figure", alarm.Figure));
        }
        Alarms.Record(alarms.Count);
        judged = day;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Source {Source} is outside its usual range: {Figure} of {Day} is {Value}, usual are {Low} to {High}")]
    private partial void LogAlarm(string source, string figure, DateOnly day, double value, double low, double high);
}
