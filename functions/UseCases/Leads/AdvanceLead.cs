using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Scoring;
using LeadRouter.UseCases.Sla;
using Microsoft.Extensions.Logging;

namespace LeadRouter.UseCases.Leads;

/// <summary>Where a lead was left when it had to wait.</summary>
public abstract record Advanced
{
    /// <param name="Generation">Of the timer: a fire for another generation would be stale.</param>
    /// <param name="Step">Of the record: the higher of two is the later.</param>
    public sealed record Waiting(DateTimeOffset Until, int Generation, LeadStatus State, RepId? Owner, int Step) : Advanced;

    /// <summary>Closed, linked or quarantined: nothing will happen by itself.</summary>
    public sealed record AtRest(LeadStatus State, int Step) : Advanced;

    public sealed record NoSuchLead : Advanced;

    /// <summary>What was carried out on the way, in order.</summary>
    public IReadOnlyList<string> Effects { get; init; } = [];
}

/// <summary>
/// Moves a lead until it has to wait: takes signals and timers, writes each step under the ETag of the record before its effects are
/// carried out, feeds their results back. Two at once on one lead are harmless: one write wins, the other reads again.
/// </summary>
public sealed partial class AdvanceLead(
    ILeadStore leads, ILeadIndex index, EffectRunner effects, ScoreLead score, OfferClocks clocks, TimeProvider clock, ILogger<AdvanceLead> log)
{
    // A lead that never comes to rest in one go is a defect; better a loud failure than a busy loop.
    private const int MaxRounds = 100;

    // Two rows each in the one batch that storage allows 100 rows.
    private const int MaxSignals = 40;

    public async Task<Advanced> RunAsync(LeadId id, CancellationToken ct)
    {
        for (var times = 0; ; times++)
        {
            if (await leads.OpenAsync(id, ct).ConfigureAwait(false) is not { } open) return new Advanced.NoSuchLead();
            if (await MoveAsync(open, ct).ConfigureAwait(false) is { } advanced) return advanced;
            LogAgain(id, times);
        }
    }

    /// <summary>
    /// Takes a signal in one write together with the step, if nothing else is to be done: no other signal waits, nothing is due, and the
    /// step has no effect but on memory. Null when that is not so, or somebody else was faster: then nothing is written.
    /// </summary>
    /// <param name="open">As it was just read.</param>
    /// <exception cref="StorageUnavailableException">The signal may have been taken, and the index may not know yet: the lead is to be woken.</exception>
    public async Task<(SignalAnswer Answer, Advanced To)?> TakeAsync(OpenLead open, SignalRow signal, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (open.Signals.Count > 0 || !(open.Record.NextDue > now)) return null;
        using var span = LeadTelemetry.StartMove(open.Record);
        var move = new Move(open with { Signals = [signal] }, leads, clocks) { SignalsAreNew = true };
        move.TakeSignals(now);
        if (!IsNoticed(move.Record, open.Record) || move.Record.Pending.Any(p => p.Effect is not Effect.NoteAnswer && p.IsDue(now))) return null;
        var answer = move.Taken[0];
        await move.SettleAtOnceAsync(score, effects, now, end => Note(move, end), ct).ConfigureAwait(false);
        if (!await move.SaveAsync(tell: true, ct).ConfigureAwait(false)) return null;
        await RestAsync(move, CancellationToken.None).ConfigureAwait(false);
        return (answer, Answer(move));
    }

    // After a crash between step and index the sweep must be able to tell that the index does not know: by an event, and another clock.
    private static bool IsNoticed(LeadRecord after, LeadRecord before) => after.Outbox.Length > before.Outbox.Length && after.NextDue != before.NextDue;

    /// <summary>Null when the lead has to be read again: somebody else moved it meanwhile, or more signals wait than one write can take.</summary>
    private async Task<Advanced?> MoveAsync(OpenLead open, CancellationToken ct)
    {
        using var span = LeadTelemetry.StartMove(open.Record);
        var move = new Move(open, leads, clocks);
        move.TakeSignals(clock.GetUtcNow());
        for (var round = 0; round < MaxRounds; round++)
        {
            var now = clock.GetUtcNow();
            await move.SettleAtOnceAsync(score, effects, now, end => Note(move, end), ct).ConfigureAwait(false);
            var due = move.Record.Pending.Where(p => p.IsDue(now)).ToList();
            if (due.Count == 0) return await RestAsync(move, ct).ConfigureAwait(false) && !move.LeftSignals ? Answer(move) : null;
            if (!await move.SaveAsync(tell: false, ct).ConfigureAwait(false)) return null;
            var ends = await Task.WhenAll(due.Select(p => effects.RunAsync(new EffectCall(move.Record, p, now), ct))).ConfigureAwait(false);
            foreach (var end in ends) Note(move, end);
        }
        throw new InvalidOperationException($"Lead {open.Record.Id} did not come to rest in {MaxRounds} rounds");
    }

    // Only what is stored may be published. When nothing but the end of effects is left to be stored, publishing first saves a write:
    // the same write then forgets the events.
    private async Task<bool> RestAsync(Move move, CancellationToken ct)
    {
        if (move.HasNewSteps && !await move.SaveAsync(tell: true, ct).ConfigureAwait(false)) return false;
        await index.PublishAsync(move.Record, move.Record.NextDue, ct).ConfigureAwait(false);
        move.Published();
        return await move.SaveAsync(tell: true, ct).ConfigureAwait(false);
    }

    private void Note(Move move, EffectEnd end)
    {
        var now = clock.GetUtcNow();
        switch (end)
        {
            case EffectEnd.Done(var effect, var result):
                move.Settle(effect, result, now);
                break;
            case EffectEnd.Failed(var effect, var error, var transient, var exception):
                LogFailed(exception, move.Record.Id, effect.Effect.GetType().Name, effect.Tries + 1);
                if (move.Turn.Fail(effect, error, transient, now)) LeadTelemetry.GaveUp(effect);
                break;
        }
    }

    private static Advanced Answer(Move move) => move.Record is var record && record.NextDue is { } due
        ? new Advanced.Waiting(due, record.Life.Generation, record.Life.Status, record.Life.Owner, record.Step) { Effects = move.Effects }
        : new Advanced.AtRest(record.Life.Status, record.Step) { Effects = move.Effects };

    [LoggerMessage(Level = LogLevel.Debug, Message = "Lead {Lead} is read again: moved by somebody else meanwhile, or more signals wait ({Times} times)")]
    private partial void LogAgain(LeadId lead, int times);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lead {Lead}: {Effect} failed, try {Try}")]
    private partial void LogFailed(Exception exception, LeadId lead, string effect, int @try);

    /// <summary>A turn and what it still has to write.</summary>
    private sealed class Move(OpenLead open, ILeadStore leads, OfferClocks clocks)
    {
        private readonly List<StoredDecision> decisions = [];
        private string tag = open.Tag;
        private int storedStep = open.Record.Step;
        private LeadAttributes storedAttributes = open.Record.Attributes;

        public LeadTurn Turn { get; } = new(open.Record);

        /// <summary>The signals come with this move and were never rows.</summary>
        public bool SignalsAreNew { get; init; }

        public List<SignalAnswer> Taken { get; } = [];

        public List<string> Effects { get; } = [];

        public LeadRecord Record => Turn.Record;

        public bool LeftSignals => open.Signals.Count > MaxSignals;

        public bool HasNewSteps => Record.Step != storedStep || Taken.Count > 0;

        /// <summary>Signals and the timer in the order in which they happened, so that an answer in time counts although it is read late.</summary>
        public void TakeSignals(DateTimeOffset now)
        {
            foreach (var signal in open.Signals.Take(MaxSignals))
            {
                if (Record.Life.BrokenAt < signal.At) FireTimer(now);
                LeadTelemetry.Took(signal.Signal);
                var refusal = Turn.Take(clocks.Complete(Record, signal.Signal, now), now);
                Taken.Add(new SignalAnswer(signal.Id, signal.At, refusal, Record.Life.Status, Record.Life.Owner, signal.Print));
            }
            FireTimer(now);
        }

        private void FireTimer(DateTimeOffset now)
        {
            if (!(Record.Life.WaitUntil <= now)) return;
            var fired = new Signal.TimerFired(Record.Life.Generation);
            LeadTelemetry.Took(fired);
            Turn.Take(fired, now);
        }

        /// <summary>Scoring reads memory only, and so does an answer that ends no row of time-outs: neither needs a write ahead of it.</summary>
        public async ValueTask SettleAtOnceAsync(ScoreLead score, EffectRunner effects, DateTimeOffset now, Action<EffectEnd> note, CancellationToken ct)
        {
            foreach (var pending in Record.Pending.Where(p => p.Effect is Effect.Score or Effect.NoteAnswer && p.IsDue(now)).ToList())
            {
                if (pending.Effect is not Effect.Score)
                {
                    note(await effects.RunAsync(new EffectCall(Record, pending, now), ct).ConfigureAwait(false));
                    continue;
                }
                using var span = LeadTelemetry.StartEffect(Record.Id, pending);
                note(await EffectRunner.RunAsync(pending, () => score.RunAsync(Record, now, ct).AsTask(), ct).ConfigureAwait(false));
            }
        }

        public void Settle(PendingEffect effect, EffectResult result, DateTimeOffset now)
        {
            Effects.Add(LeadTelemetry.NameOf(effect.Effect));
            if (result.Signal is { } brought) LeadTelemetry.Took(brought);
            Turn.Settle(effect, result.Signal is { } signal ? result with { Signal = clocks.Complete(Record, signal, now) } : result, now);
            if (result.Decision is { } decision) decisions.Add(new StoredDecision(decision.Attempt, decision.Json));
        }

        public void Published() => Turn.Published(Record.Outbox);

        public async Task<bool> SaveAsync(bool tell, CancellationToken ct)
        {
            if (!Turn.HasChanged && Taken.Count == 0) return true;
            var change = new LeadChange(Turn.ForWriting(tell), tag, tell ? [.. Turn.Story] : [], [.. Taken], [.. decisions])
            {
                HasNewAttributes = !ReferenceEquals(Record.Attributes, storedAttributes),
                SignalsAreNew = SignalsAreNew,
            };
            if (await leads.SaveAsync(change, ct).ConfigureAwait(false) is not SaveLead.Saved saved) return false;
            tag = saved.Tag;
            (storedStep, storedAttributes) = (Record.Step, Record.Attributes);
            Taken.Clear();
            decisions.Clear();
            if (tell) LeadTelemetry.Told(Record, change.Story);
            Turn.Stored(tell);
            return true;
        }
    }
}
