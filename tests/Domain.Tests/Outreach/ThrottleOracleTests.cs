using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach;

/// <summary>Decisions against a brute-force reading of the rules, millisecond by millisecond.</summary>
public sealed class ThrottleOracleTests
{
    private static readonly MailClass Other = MailClass.Of("newsletter");
    private static readonly long Start = Some.Now.ToUnixTimeMilliseconds();

    private sealed record Case(MailClass Class, Cap[] Caps, Cap[] Ceiling, int Reserved, LogEntry[] Slots, Waiter[] Waiters, int HighWater, int Place);

    [Fact]
    public void Every_deferral_is_to_the_first_free_millisecond_and_none_is_needless() => Cases.Sample(c =>
    {
        var (rules, state, request) = Made(c);
        var decision = Throttle.Decide(rules, state, request, Some.Now);
        var first = FirstFree(c, Start);
        Assert.Equal(first == Start ? Verdict.Admit : Verdict.Defer, decision.Verdict);
        if (first == Start) return;
        Assert.Equal(first, decision.Until.ToUnixTimeMilliseconds());
        Assert.Equal(Verdict.Admit, Throttle.Decide(rules, state, request, decision.Until).Verdict);
        Assert.NotEqual(Verdict.Admit, Throttle.Decide(rules, state, request, decision.Until.AddMilliseconds(-1)).Verdict);
    }, iter: 20_000, threads: 1);

    [Fact]
    public void A_stricter_policy_or_more_history_never_admits_more() => Gen.Select(Cases, Slot, Gen.Int[0, 4]).Sample((c, slot, how) =>
    {
        var stricter = how switch
        {
            0 => c with { Slots = [.. c.Slots, slot] },
            1 => c with { Caps = [.. c.Caps, Some.Cap(2, 50)] },
            2 => c with { Caps = [.. c.Caps.Select(cap => cap with { Window = cap.Window * 1.5 })] },
            3 => c with { Caps = [.. c.Caps.Select(cap => cap with { Limit = Math.Max(c.Reserved + 1, cap.Limit - 1) })] },
            _ => c with { Ceiling = [.. c.Ceiling.Select(cap => cap with { Limit = Math.Max(c.Reserved + 1, cap.Limit - 1) })] },
        };
        Assert.True(Free(stricter) >= Free(c));
    }, iter: 20_000, threads: 1);

    private static DateTimeOffset Free(Case c)
    {
        var (rules, state, request) = Made(c);
        var decision = Throttle.Decide(rules, state, request, Some.Now);
        return decision.Verdict switch { Verdict.Admit => Some.Now, Verdict.Defer => decision.Until, _ => DateTimeOffset.MaxValue };
    }

    private static (MailRules Rules, MailboxState State, SendRequest Request) Made(Case c)
    {
        var other = new ContactPolicy(Other, Caps.Disabled, Over.Defer, TimeSpan.FromHours(1), Domain.Sla.WeeklyHours.None, c.Reserved);
        var request = Some.Request(c.Class, "asked");
        var own = new Waiter(request.Hash, Start, Start + 1_000, 0, (byte)c.Class.Kind, (byte)c.Class.Priority);
        Waiter[] waiters = c.Place > c.Waiters.Length ? c.Waiters : [.. c.Waiters[..c.Place], own, .. c.Waiters[c.Place..]];
        var state = Some.Mailbox.Having(c.Slots) with { Waiters = [.. waiters], HighWater = Start + c.HighWater };
        return (Some.Rules(c.Class, Over.Defer, c.Caps, c.Ceiling, other), state, request);
    }

    private static long FirstFree(Case c, long from)
    {
        for (var at = from; ; at++)
            if (Fits(c, Math.Max(at, Start + c.HighWater))) return at;
    }

    private static bool Fits(Case c, long at)
    {
        MailKind[] own = c.Class.Kind == MailKind.Marketing ? [MailKind.Marketing, MailKind.Ack] : [MailKind.Ack];
        return c.Caps.All(cap => Fits(cap, own, cap.PerTopic || c.Class.Kind != MailKind.Marketing ? 0 : c.Reserved))
            && c.Ceiling.All(cap => Fits(cap, [MailKind.Marketing, MailKind.Ack, MailKind.Legal], c.Reserved));

        bool Fits(Cap cap, MailKind[] kinds, int reserved)
        {
            var held = c.Slots.Where(s => kinds.Contains((MailKind)s.Kind) && (!cap.PerTopic || s.Topic == 0)
                && at < (s.Status == SlotStatus.Reserved ? s.Stamp : s.Stamp + (long)cap.Window.TotalMilliseconds)).ToList();
            var unused = Math.Max(0, reserved - held.Count(s => s.Class == Other.Code));
            var ahead = c.Waiters.Where((w, place) => w.Priority > c.Class.Priority || (w.Priority == c.Class.Priority && place < c.Place))
                .Count(w => w.Until <= at && at < w.GivesWay && kinds.Contains((MailKind)w.Kind) && (!cap.PerTopic || w.Topic == 0));
            return held.Count + unused + ahead < cap.Limit;
        }
    }

    private static readonly Gen<LogEntry> Slot =
        from mailClass in Gen.OneOf(MailClass.Nurture, MailClass.Ack, MailClass.Legal, Other)
        from status in Gen.Enum<SlotStatus>()
        from offset in Gen.Int[-200, 60]
        from topic in Gen.OneOf<string?>(null, null, "form")
        select Some.Slot(mailClass, Some.Now.AddMilliseconds(status == SlotStatus.Reserved ? Math.Abs(offset) : offset), status, topic);

    private static readonly Gen<Waiter> Waiter =
        from mailClass in Gen.OneOf(MailClass.Nurture, MailClass.Ack, MailClass.Legal)
        from until in Gen.Int[-50, 150]
        from lasts in Gen.Int[0, 200]
        from hash in Gen.ULong
        select new Waiter(hash, Start + until, Start + until + lasts, 0, (byte)mailClass.Kind, (byte)mailClass.Priority);

    private static Gen<Cap> Cap(int above) =>
        from limit in Gen.Int[above + 1, above + 5]
        from window in Gen.Int[1, 250]
        from perTopic in Gen.Int[0, 4]
        select Some.Cap(limit, window, perTopic == 0);

    private static readonly Gen<Case> Cases =
        from mailClass in Gen.OneOf(MailClass.Nurture, MailClass.Ack)
        from reserved in Gen.Int[0, 2]
        from caps in Cap(reserved).Array[0, 3]
        from ceiling in Cap(reserved).Array[0, 2]
        from slots in Slot.Array[0, 14]
        from waiters in Waiter.Array[0, 4]
        from highWater in Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[0, 40]))
        from place in Gen.Int[0, 5]
        select new Case(mailClass, caps, [.. ceiling.Select(c => c with { PerTopic = false })], reserved, slots, waiters, highWater, place);
}
