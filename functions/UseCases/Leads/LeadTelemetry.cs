using System.Diagnostics;
using System.Diagnostics.Metrics;
using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Leads;

/// <summary>
/// Traces and metrics of the product, for whoever listens to the source and the meter of this name: docs/telemetry.md. They carry ids and
/// kinds, never anything of a person.
/// </summary>
public static class LeadTelemetry
{
    public const string Name = "LeadRouter";

    public static readonly Meter Meter = new(Name);

    private static readonly ActivitySource Source = new(Name);

    private static readonly Counter<long> Moments = Meter.CreateCounter<long>(
        "leadrouter.lead.moments", description: "Lines of leads' stories by kind: offered, accepted, reminded, breached, …");

    private static readonly Histogram<double> Response = Meter.CreateHistogram<double>(
        "leadrouter.lead.response", "s", "From the receipt to the first acceptance or contact, by milestone");

    private static readonly Counter<long> Parked = Meter.CreateCounter<long>(
        "leadrouter.effects.parked", description: "Effects given up after their last try, by effect");

    /// <summary>Where the trace of a submission goes on; null when nobody records it.</summary>
    public static string? CurrentTrace => Activity.Current is { Recorded: true } current ? current.Id : null;

    /// <summary>A move of a lead is part of the trace that its submission began, on whatever host and however much later.</summary>
    public static Activity? StartMove(LeadRecord record)
    {
        ActivityContext.TryParse(record.Trace, null, isRemote: true, out var submission);
        return Source.StartActivity("lead.move", ActivityKind.Internal, submission)?
            .SetTag("leadrouter.lead", record.Id.Value)
            .SetTag("leadrouter.step", record.Step)
            .SetTag("leadrouter.state", record.Life.Status.PublicName());
    }

    /// <summary>A signal that the lead takes in the present move.</summary>
    public static void Took(Signal signal) => Activity.Current?.AddEvent(new ActivityEvent($"signal {NameOf(signal)}"));

    public static Activity? StartEffect(LeadId lead, PendingEffect effect) => Source.StartActivity($"effect {NameOf(effect.Effect)}")?
        .SetTag("leadrouter.lead", lead.Value)
        .SetTag("leadrouter.effect", effect.Id)
        .SetTag("leadrouter.try", effect.Tries + 1);

    /// <summary>These lines have become part of the stored story.</summary>
    public static void Told(LeadRecord record, IReadOnlyList<TimelineEntry> story)
    {
        foreach (var line in story)
        {
            Moments.Add(1, KeyValuePair.Create<string, object?>("kind", line.Kind));
            if (line.Kind is "accepted" or "contacted")
                Response.Record((line.At - record.ReceivedAt).TotalSeconds, KeyValuePair.Create<string, object?>("milestone", line.Kind));
        }
    }

    public static void GaveUp(PendingEffect effect) => Parked.Add(1, KeyValuePair.Create<string, object?>("effect", NameOf(effect.Effect)));

    /// <summary>The name of an effect or a signal as all of the product writes it: <c>notifyRep</c>.</summary>
    public static string NameOf(object kind)
    {
        var name = kind.GetType().Name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
