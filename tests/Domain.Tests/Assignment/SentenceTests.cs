using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using NodaTime;
using static LeadRouter.Domain.Tests.Assignment.Given;

namespace LeadRouter.Domain.Tests.Assignment;

public class SentenceTests
{
    private static readonly CapWindows Utc = CapWindows.At(Monday9, DateTimeZone.Utc);

    private static readonly Labels People = new()
    {
        Rep = rep => char.ToUpperInvariant(rep.Value[0]) + rep.Value[1..],
        Pool = _ => "EMEA SMB",
        Zone = _ => DateTimeZoneProviders.Tzdb["Europe/Madrid"],
        House = DateTimeZoneProviders.Tzdb["Europe/Madrid"],
    };

    [Fact]
    public void Reads_as_people_would_say_it()
    {
        var record = Worked().Record!;
        Assert.Equal(
            "Ana: pool EMEA SMB; Ben off shift until Tue 09:00 CET; Chen at 2 of 2 today; Ana's credit +0.76 is the highest of 3",
            Sentence.Of(record, People));
        Assert.Equal(
            "Ana: grupo EMEA SMB; Ben: fuera de turno hasta mar 09:00 CET; Chen: 2 de 2 hoy; el crédito de Ana, +0,76, es el mayor de 3",
            Sentence.Of(record, People, SpanishPhrases.Instance));
    }

    [Fact]
    public void Tells_each_rep_why_the_lead_went_elsewhere()
    {
        var record = Worked().Record!;
        Assert.Equal("Ana got it", Sentence.Why(record, Id("ana"), People));
        Assert.Equal("Ben off shift until Tue 09:00 CET", Sentence.Why(record, Id("ben"), People));
        Assert.Equal("Chen at 2 of 2 today", Sentence.Why(record, Id("chen"), People));
        Assert.Equal("Dora's credit +0.56 is below Ana's +0.76", Sentence.Why(record, Id("dora"), People));
        Assert.Equal("Zoe was not in the pool", Sentence.Why(record, Id("zoe"), People));
    }

    [Fact]
    public void Says_until_when_a_lead_is_held() => Assert.Equal(
        "Held until 10:30 CET: pool EMEA SMB; Ana paused until 10:30 CET",
        Sentence.Of(Decided(Pool(Rep("ana") with { Paused = true, PausedUntil = Monday9.AddMinutes(30) })), People));

    [Fact]
    public void Says_what_lasts_rather_than_what_passes() => Assert.Equal(
        "Nobody can take it: pool EMEA SMB; Ana outside the territory",
        Sentence.Of(Decided(Pool(Rep("ana") with { Paused = true, InTerritory = false })), People));

    [Fact]
    public void Counts_the_rest_of_a_large_pool() => Assert.Equal(
        "Ana: pool EMEA SMB; R00 paused; R01 paused; R02 paused; R03 paused; R04 paused; 15 more paused; only Ana could take it",
        Sentence.Of(Decided(Pool([Rep("ana"), .. Enumerable.Range(0, 20).Select(i => Rep($"r{i:00}") with { Paused = true })])), People));

    [Fact]
    public void Has_words_for_every_reason_and_way_of_picking_in_both_languages()
    {
        foreach (var phrases in new[] { EnglishPhrases.Instance, SpanishPhrases.Instance })
        {
            Assert.Equal(Enum.GetValues<ExclusionReason>(), phrases.Excluded.Keys.Order());
            Assert.Equal(Enum.GetValues<ExclusionReason>(), phrases.Counted.Keys.Order());
            Assert.Equal(Enum.GetValues<PickedBy>(), phrases.Picked.Keys.Order());
        }
    }

    [Theory]
    [InlineData(Strategy.Ordered, "Ben in a later tier")]
    [InlineData(Strategy.Weighted, "Ana already owns this company")]
    public void Tells_an_eligible_rep_what_was_stronger(Strategy strategy, string why)
    {
        var policy = Policy with { Strategy = strategy, Stickiness = strategy == Strategy.Ordered ? Stickiness.None : Stickiness.Account };
        var record = Decided(new PoolRoster(policy, [Rep("ana"), Rep("ben") with { Order = 2 }]), Lead() with { AccountOwner = Id("ana") });
        Assert.Equal(why, Sentence.Why(record, Id("ben"), People));
    }

    [Fact]
    public void Ledger_view_shows_credits_loads_and_who_could_take_a_lead_now()
    {
        var book = AssignmentBook.Empty;
        var roster = Pool(Rep("ana", 2), Rep("ben") with { Paused = true });
        roster.Decide(Lead() with { Desired = Id("ben") }, ref book);

        var view = LedgerView.Of(roster, book, Monday9);

        Assert.Equal((Credit.Zero, false), (view.Sum, view.Alarm));
        Assert.Equal([(2m, 0.666666m, 0, true), (1m, -0.666666m, 1, false)], view.Reps.Select(r => (r.Weight, r.Credit.Leads, r.Open, r.Eligible)));
        Assert.Equal([ExclusionReason.Paused], view.Reps[1].Reasons.Select(x => x.Reason));
    }

    private static DecisionRecord Decided(PoolRoster roster, AssignmentRequest? lead = null) => roster.Decide(lead).Decision.Record!;

    /// <summary>Chen is at his cap after two leads, Ben comes back tomorrow, and Ana of the other three is furthest behind.</summary>
    private static Decision Worked()
    {
        var book = AssignmentBook.Empty;
        var chen = Rep("chen") with { Windows = Utc, Caps = new Caps(Day: 2) };
        Pool(chen, Rep("ana", 2), Rep("dora"), Rep("eve")).Decide(Lead("0") with { Desired = Id("chen") }, ref book);
        Pool(chen, Rep("ana"), Rep("dora"), Rep("eve")).Decide(Lead("1") with { Desired = Id("chen"), Value = Credit.Of(0.1m) }, ref book);
        var ben = Rep("ben") with { OnShift = false, NextShift = Monday9.AddDays(1).AddHours(-1) };
        return Pool(chen, Rep("ana"), ben, Rep("dora"), Rep("eve")).Decide(Lead(), ref book).Decision;
    }
}
