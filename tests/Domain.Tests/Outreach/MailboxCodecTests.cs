using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach;

public sealed class MailboxCodecTests
{
    [Fact]
    public void A_state_reads_back_as_it_was_written() => States.Sample(state =>
    {
        Assert.True(MailboxCodec.TryRead(MailboxCodec.ToBytes(state), out var read));
        Assert.Equal(Convert.ToHexString(MailboxCodec.ToBytes(state)), Convert.ToHexString(MailboxCodec.ToBytes(read)));
        Assert.Equal((state.Consent, state.Digest, state.PausedUntil, state.HighWater),
            (read.Consent, read.Digest, read.PausedUntil, read.HighWater));
        Assert.Equal(state.Log.Sends, read.Log.Sends);
        Assert.Equal(state.Log.Reservations, read.Log.Reservations);
        Assert.Equal(state.Suppressions, read.Suppressions);
        Assert.Equal(state.Waiters, read.Waiters);
        Assert.Equal(state.Zones, read.Zones);
    }, iter: 2_000, threads: 1);

    [Fact]
    public void Damaged_bytes_are_refused_and_never_throw() =>
        Gen.Select(States, Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 2]).Sample((state, at, value, how) =>
    {
        var bytes = MailboxCodec.ToBytes(state);
        if (how == 0) Assert.False(MailboxCodec.TryRead(bytes.AsSpan(0, at % bytes.Length), out _));
        else if (how == 1) Assert.False(MailboxCodec.TryRead([.. bytes, value], out _));
        else
        {
            bytes[at % bytes.Length] = value;
            MailboxCodec.TryRead(bytes, out _);
        }
    }, iter: 5_000, threads: 1);

    [Fact]
    public void No_sequence_of_moves_and_words_makes_the_row_too_large()
    {
        var rules = Some.Rules(MailClass.Nurture, new ContactPolicyRow("nurture", "500/366d"), new ContactPolicyRow(MailClass.Ceiling, "500/366d"));
        var state = Some.Mailbox.InZones(Enumerable.Range(0, 100).Select(i => $"Zone/{i}".PadRight(64, 'x')));
        for (var i = 0; i < 2_000; i++)
        {
            var now = Some.Now.AddMinutes(i);
            state = Outbox.Submit(rules, state, Some.Request(MailClass.Nurture, $"send-{i}", now, TimeSpan.FromDays(400)),
                Claim.Dispatch(Some.Token(), now.AddSeconds(30)), now).State;
        }
        for (var i = 0; i < 300; i++)
            state = state.With(new Suppression(SuppressionKind.GroupUnsubscribe, $"ñ{i}".PadRight(90, 'ñ'), Some.Now.AddMinutes(i), i % 2 == 0));
        Assert.InRange(MailboxCodec.ToBytes(state).Length, 25_000, MailboxCodec.MostBytes - 32 * (SendLog.Capacity - 500));
        Assert.Contains(state.Suppressions, s => s.Kind == SuppressionKind.Unsubscribe);
        Assert.Equal(500, state.Log.Count);
        Assert.Equal(MailboxState.MostWaiters, state.Waiters.Length);
    }

    [Fact]
    public void A_full_log_admits_nothing_until_an_entry_stops_counting()
    {
        var rules = Some.Rules(MailClass.Legal, new ContactPolicyRow(MailClass.Ceiling, "500/1h"), new ContactPolicyRow("nurture", "8/30d"));
        var slots = Enumerable.Range(0, SendLog.Capacity).Select(i => Some.Slot(MailClass.Ack, Some.Now.AddDays(-3).AddMinutes(i)));
        var full = Some.Mailbox.Having([.. slots]);
        var decision = Some.Decide(rules, full, Some.Request(MailClass.Legal, maxDelay: TimeSpan.FromDays(60)));
        Assert.Equal(Decision.Defer(Some.Now.AddDays(27), Holds.LogFull), decision);
        var admitted = Outbox.Submit(rules, full, Some.Request(MailClass.Legal, maxDelay: TimeSpan.FromDays(60)),
            Claim.Dispatch(Some.Token(), decision.Until.AddSeconds(30)), decision.Until);
        Assert.Equal((Verdict.Admit, SendLog.Capacity), (admitted.Decision.Verdict, admitted.State.Log.Count));
    }

    [Fact]
    public void History_that_no_cap_needs_is_kept_while_the_log_is_small()
    {
        var rules = Some.Rules(MailClass.Assignment);
        var state = Some.Mailbox.Having(
            [.. Enumerable.Range(0, 300).Select(i => Some.Slot(MailClass.Assignment, Some.Now.AddDays(-2).AddMinutes(i)))]);
        var sent = Outbox.Submit(rules, state, Some.Request(MailClass.Assignment), Claim.Dispatch(Some.Token(), Some.Now.AddSeconds(30)), Some.Now);
        Assert.Equal(SendLog.Comfortable + 1, sent.State.Log.Count);
    }

    private static readonly Gen<DateTimeOffset> At = Gen.Int[0, 100_000].Select(i => Some.Now.AddMilliseconds(i * 997));

    private static readonly Gen<MailboxState> States =
        from slots in Gen.Select(At, Gen.Enum<SlotStatus>(), Gen.OneOf(MailClass.Ack, MailClass.Nurture, MailClass.Legal)).Array[0, 20]
        from words in Gen.Select(Gen.Enum<SuppressionKind>(), Gen.OneOf("", "nurture", "niño"), At, Gen.Bool).Array[0, 6]
        from consent in Gen.Select(Gen.Bool, At, At).Nullable()
        from waiters in Gen.Select(Gen.ULong, At, Gen.Byte).Array[0, 4]
        from paused in At.Nullable()
        from zones in Gen.OneOf("Europe/Madrid", "America/Bogota").Array[0, 2]
        select Made(slots, words, consent is { } c ? new Consent(c.Item1, c.Item2, c.Item3) : null, waiters, paused, zones);

    private static MailboxState Made(
        (DateTimeOffset, SlotStatus, MailClass)[] slots, (SuppressionKind, string, DateTimeOffset, bool)[] words, Consent? consent,
        (ulong Send, DateTimeOffset At, byte Kind)[] waiters, DateTimeOffset? paused, string[] zones)
    {
        var state = MailboxState.New.Having([.. slots.Select(s => Some.Slot(s.Item3, s.Item1, s.Item2))]).Paused(paused).InZones(zones).Seen(
            Some.Now);
        foreach (var (kind, group, at, active) in words) state = state.With(new Suppression(kind, group, at, active));
        if (consent is not null) state = state.With(consent);
        foreach (var w in waiters) state = state.Waiting(new Waiter(w.Send, Millis.Floor(w.At), Millis.Floor(w.At) + 1, 3, w.Kind, 5));
        return state with { Digest = waiters.Length > 1 ? new OpenDigest(4, Some.Now) : null, DigestsOpened = 4 };
    }
}
