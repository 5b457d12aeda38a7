using System.Collections.Immutable;
using System.Globalization;

namespace LeadRouter.Domain.Leads;

/// <summary>
/// A lead while it is being moved: the record with every signal taken so far, and what must be written with it. Pure: the use-case
/// around it reads, writes and carries effects out.
/// </summary>
public sealed class LeadTurn(LeadRecord record)
{
    // Published events may stay in the stored record until its next write; more of them are worth a write of their own.
    private const int OutboxKept = 20;

    private readonly List<TimelineEntry> story = [.. record.Untold];

    public LeadRecord Record { get; private set; } = record;

    /// <summary>What happened since the last timeline row.</summary>
    public IReadOnlyList<TimelineEntry> Story => story;

    public bool HasChanged { get; private set; }

    /// <summary>Takes a signal; null when it was taken, else why it changed nothing.</summary>
    public string? Take(Signal signal, DateTimeOffset now)
    {
        var before = Record;
        var step = Lifecycle.Next(before.Life, signal, now);
        if (step.Effects.IsEmpty && step.Story.IsEmpty && step.State == before.Life) return step.Refusal;
        var number = before.Step + 1;
        if (signal is Signal.Erased) story.Clear();
        story.AddRange(step.Story.Select(line => new TimelineEntry(now, line.Kind, line.Text, line.Took)));
        var learned = Learned(before, signal, now);
        Record = learned with
        {
            Life = step.State,
            History = before.History.After(before.ReceivedAt, before.Life, signal, step, now),
            Step = number,
            Pending = [.. StillWanted(learned.Pending, step.State), .. step.Effects.Select((effect, index) => new PendingEffect(number, index, effect))],
            Outbox = Changed(before.Life, step.State) ? before.Outbox.Add(Event(before.Id, number, step, now)) : before.Outbox,
        };
        HasChanged = true;
        return step.Refusal;
    }

    /// <summary>The effect is done; its result, if any, is the next signal.</summary>
    public void Settle(PendingEffect effect, EffectResult result, DateTimeOffset now)
    {
        if (result.Again is { } again)
        {
            Postpone(effect, again, result.Note, now);
            return;
        }
        Record = Record with { Pending = Record.Pending.RemoveAll(p => p.Id == effect.Id) };
        HasChanged = true;
        if (result.Note is { } note) story.Add(new TimelineEntry(now, note.Kind, note.Text));
        if (result.Score is { } score) Record = Record with { Score = score };
        if (!result.Proposals.IsDefaultOrEmpty) Record = Record with { Proposals = result.Proposals };
        if (result.Attributes is { } attributes) Record = Record with { Attributes = attributes };
        if (result.Previous is { } previous) Record = Record with { Previous = previous.Lead, StickyOwner = previous.Owner };
        if (result.Signal is { } signal) Take(signal, now);
    }

    /// <summary>The effect waits as data, or goes on as another; why it waits is told once.</summary>
    private void Postpone(PendingEffect effect, Again again, StoryLine? note, DateTimeOffset now)
    {
        var earliest = now.AddMilliseconds(1);
        var next = effect with { Effect = again.As ?? effect.Effect, NextTry = again.At > earliest ? again.At : earliest, LastError = again.Why };
        var others = Record.Pending.RemoveAll(p => p.Id == effect.Id);
        // Another effect of the same round may have moved the lead on; only what became another effect is wanted all the same.
        if (others.Length == Record.Pending.Length && again.As is null) return;
        Record = Record with { Pending = others.Add(next) };
        HasChanged = true;
        if (note is not null && again.Why != effect.LastError) story.Add(new TimelineEntry(now, note.Kind, note.Text));
    }

    /// <summary>
    /// The effect failed: try again later, or give up with an alarm after the last try. What only has to wait for somebody to come
    /// back (a mail service that is down) is tried for as long as the effect is wanted.
    /// </summary>
    /// <returns>Whether it was given up.</returns>
    public bool Fail(PendingEffect effect, string error, bool transient, DateTimeOffset now)
    {
        var tries = effect.Tries + 1;
        var parked = !transient && tries >= Retry.MaxTries;
        var next = effect with { Tries = tries, LastError = error, Parked = parked, NextTry = parked ? null : now + Retry.Pause(tries) };
        // Another effect of the same round may have moved the lead on: then nobody wants this one any more.
        if (Record.Pending.All(p => p.Id != effect.Id)) return false;
        Record = Record with { Pending = [.. Record.Pending.Select(p => p.Id == effect.Id ? next : p)] };
        HasChanged = true;
        if (parked) story.Add(new TimelineEntry(now, "alarm", $"Given up after {tries} tries: {Name(effect.Effect)} ({error})"));
        return parked;
    }

    /// <summary>The projections have these events: they need not be kept.</summary>
    public void Published(ImmutableArray<LeadEvent> events)
    {
        HasChanged |= Record.Outbox.Length > OutboxKept;
        Record = Record with { Outbox = Record.Outbox.RemoveAll(e => events.Any(p => p.Id == e.Id)) };
    }

    /// <summary>The record as it is to be written now.</summary>
    /// <param name="tell">The story gets its timeline row with this write; else the record carries it on.</param>
    public LeadRecord ForWriting(bool tell) => Record = Record with { Writes = Record.Writes + 1, Untold = tell ? [] : [.. story] };

    /// <summary>Everything so far is stored.</summary>
    public void Stored(bool told)
    {
        if (told) story.Clear();
        HasChanged = false;
    }

    private static LeadRecord Learned(LeadRecord record, Signal signal, DateTimeOffset now) => signal switch
    {
        Signal.Touched touched when record.Life.Status.IsOpen() && record.Touches.All(t => t.Submission != touched.Submission) => WithTouch(record, touched, now),
        Signal.Replayed replayed when record.Life.Status.Bucket() is Bucket.Quarantined or Bucket.Discarded =>
            record with { Attributes = replayed.Attributes, Version = replayed.Version, Problems = [.. replayed.Problems ?? []] },
        Signal.Erased => record with
        {
            Attributes = LeadAttributes.Empty.With("Source", record.Source),
            Problems = [.. record.Problems.Select(p => p.Split(':')[0])],
            Untold = [],
            Proposals = [],
            Touches = [.. record.Touches.Select(t => t with { Campaign = null, Told = [] })],
            ToldBefore = null,
            Outbox = [.. record.Outbox.Select(e => e with { Reason = null })],
            Pending = [.. record.Pending.Where(p => p.Effect is not (Effect.AcknowledgeContact or Effect.AttachTouch or Effect.Recognise or Effect.Enrich or Effect.Fetch or Effect.Score)).Select(p => p with { LastError = null })],
        },
        Signal.TouchGone gone when record.Touches.Any(t => t.Submission == gone.Submission) => record with
        {
            TouchCount = record.TouchCount - 1,
            Attributes = record.Attributes.With("Touches", Number(record.TouchCount - 1)),
            Touches = record.Touches.RemoveAll(t => t.Submission == gone.Submission),
        },
        Signal.Fetched fetched when record.Life.Status == LeadStatus.Received => record with { Attributes = fetched.Attributes, Problems = [.. fetched.Problems] },
        Signal.Unfetched unfetched when record.Life.Status == LeadStatus.Received => record with { Problems = [unfetched.Problem] },
        Signal.Rebase rebase => record with { Version = rebase.Version },
        Signal.Retried => record with { Pending = [.. record.Pending.Select(p => p.Parked ? p with { Parked = false, Tries = 0, NextTry = null } : p)] },
        _ => record,
    };

    private static LeadRecord WithTouch(LeadRecord record, Signal.Touched touched, DateTimeOffset now)
    {
        var kept = record.Touches.TakeLast(LeadRecord.TouchesKept - 1).ToList();
        var before = record.ToldBefore;
        foreach (var leaving in record.Touches.SkipLast(kept.Count))
            foreach (var attribute in leaving.Told)
                before = (before ?? ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal)).SetItem(attribute, leaving.At);
        var told = touched.Attributes.Select(a => AttributeNames.Fold(a.Key)).Order(StringComparer.Ordinal);
        return record with
        {
            TouchCount = record.TouchCount + 1,
            Attributes = record.Attributes.With("Touches", Number(record.TouchCount + 1)),
            Touches = [.. kept, new Touch(now, touched.Submission, touched.Source, touched.Attributes["Campaign"]) { Told = [.. told] }],
            ToldBefore = before,
        };
    }

    // As if the first had never come, when there is none.
    private static string Number(int touches) => touches == 0 ? "" : touches.ToString(CultureInfo.InvariantCulture);

    // An offer that is no longer the running one need not be told; money matters (charges, refunds) always end.
    // A submission that is no longer linked has nothing to bring to anybody.
    private static IEnumerable<PendingEffect> StillWanted(ImmutableArray<PendingEffect> pending, LifecycleState state) =>
        pending.Where(p => p.Effect is not Effect.AttachTouch || state.Status == LeadStatus.Linked).Where(p => p.Effect.OnlyDuringAttempt is not { } attempt || (attempt == state.Attempt && state.Status.IsOpen()));

    private static bool Changed(LifecycleState before, LifecycleState after) =>
        before.Status.PublicName() != after.Status.PublicName() || before.Owner != after.Owner || (after.Status.IsOwned() && before.Attempt != after.Attempt);

    private static LeadEvent Event(LeadId id, int step, LifecycleStep taken, DateTimeOffset now) => new(
        $"{id}-{step}",
        step,
        now,
        taken.Story.IsEmpty ? taken.State.Status.PublicName() : taken.Story[0].Kind,
        taken.State.Status,
        taken.State.Owner,
        taken.State.Pool,
        taken.State.Reason);

    private static string Name(Effect effect) => char.ToLowerInvariant(effect.GetType().Name[0]) + effect.GetType().Name[1..];
}

/// <summary>What an effect brought about: a signal to feed back, facts to keep, a line for the timeline.</summary>
public sealed record EffectResult(Signal? Signal = null, StoryLine? Note = null)
{
    public static readonly EffectResult Done = new();

    public ScoreCard? Score { get; init; }

    public LeadAttributes? Attributes { get; init; }

    public ImmutableArray<MergeProposal> Proposals { get; init; }

    public (LeadId Lead, RepId? Owner)? Previous { get; init; }

    /// <summary>The effect is not done yet: it waits until an instant.</summary>
    public Again? Again { get; init; }

    /// <summary>The record of an assignment decision, kept with the lead.</summary>
    public (int Attempt, string Json)? Decision { get; init; }
}

/// <summary>An effect that is to be carried out later.</summary>
/// <param name="Why">What it waits for, in words that stay the same while it waits for the same.</param>
/// <param name="As">What it has become; null when it is still the same.</param>
public sealed record Again(DateTimeOffset At, string Why, Effect? As = null);

/// <summary>How a failing effect is tried again: 5 tries, from 2 seconds on, four times longer each, at most 5 minutes apart.</summary>
public static class Retry
{
    public const int MaxTries = 5;

    public static TimeSpan Pause(int tries) => TimeSpan.FromSeconds(Math.Min(2 * Math.Pow(4, tries - 1), 300));
}
