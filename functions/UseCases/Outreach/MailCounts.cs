using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>
/// What the throttle let through and what it held back, counted where each mail is decided: as a metric, and by day for the report. A
/// repeated answer counts nothing. A process writes all it has counted on a day, again and again, in a place of its own: nothing is
/// counted twice, and one that is killed loses what it counted since it last wrote.
/// </summary>
public sealed class MailCounts(IMailDays days, TimeProvider clock) : IDisposable
{
    private static readonly Counter<long> Outcomes = LeadTelemetry.Meter.CreateCounter<long>(
        "leadrouter.mail.outcomes", description: "Mails by class and what became of them: sent, deferred, merged, dropped, suppressed, …");

    private readonly string process = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly Lock gate = new();
    private ImmutableSortedDictionary<DateOnly, MailDay> counted = ImmutableSortedDictionary<DateOnly, MailDay>.Empty;
    private ImmutableSortedDictionary<DateOnly, MailDay> written = ImmutableSortedDictionary<DateOnly, MailDay>.Empty;

    public void Dispose() => writing.Dispose();

    internal MailOutcome Told(MailClass mailClass, MailOutcome outcome, Holds holds = Holds.None)
    {
        Count(mailClass, FigureOf(outcome), holds);
        return outcome;
    }

    internal void Told(MailClass mailClass, Reservation reservation, Holds holds) =>
        Count(mailClass, reservation is Reservation.Answered answered ? FigureOf(answered.Outcome) : MailFigure.Admitted, holds);

    /// <summary>Writes down what was counted since; nothing to do when nothing was.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        await writing.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var now = Volatile.Read(ref counted);
            foreach (var day in now.Values.Where(d => !ReferenceEquals(written.GetValueOrDefault(d.Day), d))) await days.WriteAsync(process, day, ct).ConfigureAwait(false);
            written = now;
        }
        finally
        {
            writing.Release();
        }
    }

    private static MailFigure FigureOf(MailOutcome outcome) => outcome switch
    {
        MailOutcome.Sent => MailFigure.Sent,
        MailOutcome.Later => MailFigure.Deferred,
        MailOutcome.Merged => MailFigure.Merged,
        MailOutcome.Dropped { Reason: var reason } when IsSuppression(reason) => MailFigure.Suppressed,
        MailOutcome.Dropped => MailFigure.Dropped,
        MailOutcome.Refused => MailFigure.Refused,
        MailOutcome.Unknown => MailFigure.Unknown,
        _ => throw new InvalidOperationException(outcome.GetType().Name),
    };

    // By the wish or the fate of the address itself, and not by a cap or a clock.
    private static bool IsSuppression(DropReason reason) => reason is DropReason.Erased or DropReason.Bounced or DropReason.Complained
        or DropReason.Unsubscribed or DropReason.UnsubscribedGroup or DropReason.NoConsent or DropReason.ConsentEnded;

    private void Count(MailClass mailClass, MailFigure figure, Holds holds)
    {
        Outcomes.Add(1, KeyValuePair.Create<string, object?>("class", mailClass.Name), KeyValuePair.Create<string, object?>("outcome", figure.ToString().ToLowerInvariant()));
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        lock (gate)
        {
            var day = (counted.GetValueOrDefault(today) ?? new MailDay(today)).Plus(mailClass.Name, figure);
            counted = counted.SetItem(today, holds.HasFlag(Holds.Breaker) ? day.Plus(mailClass.Name, MailFigure.Breaker) : day);
        }
    }
}
