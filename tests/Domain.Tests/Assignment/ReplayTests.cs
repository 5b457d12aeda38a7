using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using static LeadRouter.Domain.Tests.Assignment.Given;

namespace LeadRouter.Domain.Tests.Assignment;

public class ReplayTests
{
    private static readonly string[] Tongues = ["en", "es-ES", "de"];
    private static readonly CapWindows Utc = CapWindows.At(Monday9, NodaTime.DateTimeZone.Utc);
    private static readonly CapWindows Tokyo = CapWindows.At(Monday9, NodaTime.DateTimeZoneProviders.Tzdb["Asia/Tokyo"]);

    private static readonly Gen<RepStanding> AnyRep =
        from flags in Gen.Int[0, 255]
        from weight in Gen.Int[0, 400]
        from cap in Gen.Int[0, 6]
        from tier in Gen.Int[0, 2]
        select Rep("x", weight / 100m) with
        {
            Enabled = (flags & 1) == 0 || tier > 0,
            OnShift = (flags & 6) != 0,
            NextShift = (flags & 6) == 0 ? Monday9.AddMinutes(flags) : null,
            OffUntil = (flags & 24) == 24 ? Monday9.AddDays(tier) : null,
            Paused = (flags & 96) == 96,
            PausedUntil = tier == 1 ? Monday9.AddTicks(1234567) : null,
            InTerritory = (flags & 130) != 130,
            Languages = Tongues[..(flags % 4)],
            Skills = cap > 3 ? ["SaaS", "erp"] : [],
            Caps = cap > 4 ? new Caps(Day: cap - 3, Open: 9) : Caps.None,
            Windows = cap % 3 == 0 ? null : cap % 3 == 1 ? Utc : Tokyo,
            Order = tier,
        };

    private static readonly Gen<AssignmentRequest> AnyLead =
        from flags in Gen.Int[0, 63]
        from value in Gen.Int[1, 3_000_000]
        select Lead($"lead{value}") with
        {
            Value = new Credit(value),
            Languages = (flags & 3) == 0 ? ["es"] : [],
            Skills = (flags & 12) == 0 ? ["erp"] : [],
            Tried = (flags & 48) == 0 ? [Id("rep1")] : [],
            PersonOwner = flags % 5 == 0 ? Id("rep2") : null,
            Desired = flags % 11 == 0 ? Id("rep0") : null,
            ConfigVersion = flags,
            WaitingSince = flags % 7 == 0 ? Lead().Now.AddHours(-flags) : null,
            LiveStamp = flags % 2 == 0 ? "live-7" : null,
        };

    private static readonly Gen<PoolPolicy> AnyPolicy =
        from strategy in Gen.Enum<Strategy>()
        from stickiness in Gen.Enum<Stickiness>()
        from absence in Gen.Enum<Absence>()
        from max in Gen.Int[0, 2]
        select Policy with
        {
            Strategy = strategy,
            Stickiness = stickiness,
            Absence = absence,
            AccrueMax = Credit.Of(max),
            Overflow = max == 1 ? new PoolId("night") : null,
        };

    [Fact]
    public void Every_decision_replays_to_the_same_verdict_and_credits_from_its_stored_record() =>
        Gen.Select(AnyPolicy, AnyRep.Array[0, 9], AnyLead.Array[1, 12]).Sample((policy, reps, leads) =>
        {
            var roster = new PoolRoster(policy, reps.Select((r, i) => r with { Rep = Id($"rep{i}") }));
            var book = AssignmentBook.Empty;
            for (var i = 0; i < leads.Length; i++)
            {
                var decision = roster.Decide(leads[i] with { Attempt = i }, ref book).Decision;
                var stored = DecisionJson.Write(decision);
                var read = DecisionJson.Read(stored);
                Assert.Equal(decision.Record!.Verdict, read.Record!.Verdict);
                Assert.Equal(decision.Record.Candidates.Select(c => c.After), read.Record.Candidates.Select(c => c.After));
                Assert.Equal(decision.Record.Candidates.SelectMany(c => c.Exclusions), read.Record.Candidates.SelectMany(c => c.Exclusions));
                Assert.True(Replay.Agrees(read.Record));
                Assert.Equal(stored, DecisionJson.Write(read));
                Assert.Equal(Sentence.Of(decision.Record, phrases: SpanishPhrases.Instance), SpanishSentence.Of(Sentence.Of(decision.Record)));
            }
        }, iter: 1000);

    [Fact]
    public void Replay_notices_a_record_that_was_tampered_with()
    {
        var record = Pool(Reps("ana", "ben")).Decide().Decision.Record!;
        var other = record.Candidates.First(c => c.Rep != record.Verdict.Owner).Rep;
        Assert.False(Replay.Agrees(record with { Verdict = record.Verdict with { Owner = other } }));
    }

    [Fact]
    public void Preview_leaves_the_book_byte_for_byte_the_same()
    {
        var roster = Pool(Reps("ana", "ben"));
        var book = AssignmentBook.Empty;
        roster.Owners(5, ref book);
        var before = BookJson.Write(book);
        AssignmentRule.Decide(roster, book, Lead());
        Assert.Equal(before, BookJson.Write(book));
    }

    [Fact]
    public void Record_of_64_reps_stays_small()
    {
        var windows = CapWindows.At(Monday9, NodaTime.DateTimeZone.Utc);
        var roster = Pool([.. Enumerable.Range(0, 64).Select(i => Rep($"maria-garcia-{i:00}") with
        {
            Windows = windows, OnShift = i % 4 != 0, NextShift = Monday9.AddHours(1),
        })]);
        var book = AssignmentBook.Empty;
        roster.Owners(200, ref book);
        Assert.InRange(DecisionJson.Write(roster.Decide(Lead(), ref book).Decision).Length, 1, 8 * 1024);
    }

    [Fact]
    public void Rep_who_left_is_named_in_the_next_record()
    {
        var book = AssignmentBook.Empty;
        Pool(Reps("ana", "ben")).Decide(Lead("1") with { Desired = Id("ben") }, ref book);
        var decision = Pool(Reps("ana", "chen")).Decide(Lead("2"), ref book).Decision;
        Assert.Equal([new Departure(Id("ben"), Credit.Of(-0.5m))], DecisionJson.Read(DecisionJson.Write(decision)).Record!.Left);
    }
}
