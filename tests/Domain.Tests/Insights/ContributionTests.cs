using System.Collections.Immutable;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Insights;

/// <summary>What one lead adds to the figures, counted by hand.</summary>
public sealed class ContributionTests
{
    private static readonly DateTimeOffset Nine = Some.Monday9;

    [Fact]
    public void A_lead_counts_for_its_owner_or_else_for_whom_it_was_offered_to_last()
    {
        var offers = Lead(LeadStatus.Expired, Offer("ana"), Offer("ben"));
        Assert.Equal("ben", Contribution.Of(offers).Rep);
        Assert.Equal("cora", Contribution.Of(offers with { Life = offers.Life with { Owner = new RepId("cora") } }).Rep);
        Assert.Equal(Contribution.None, Contribution.Of(Lead(LeadStatus.Held)).Rep);
    }

    [Theory]
    [InlineData(28, 0, 1, 1)]
    [InlineData(28, 1, 0, 1)]
    [InlineData(84, 0, 0, 1)]
    [InlineData(84, 1, 0, 0)]
    public void A_stage_is_within_four_or_twelve_weeks_to_the_tick(int days, int ticks, long inFour, long inTwelve)
    {
        var tally = Contribution.Of(Lead(LeadStatus.Offered, Offer("ana") with { At = Nine.AddDays(days).AddTicks(ticks) })).Lead;
        Assert.Equal((1, inFour, inTwelve), (tally[Figure.ReachedOffered], tally[Figure.OfferedIn4], tally[Figure.OfferedIn12]));
    }

    [Fact]
    public void Whoever_came_further_had_come_as_far_as_the_stages_before_by_then()
    {
        var won = Lead(LeadStatus.Won, Offer("ana") with { AcceptedAt = Nine.AddDays(40), ContactedAt = Nine.AddDays(10) });
        var tally = Contribution.Of(won with { History = won.History with { WonAt = Nine.AddDays(50) } }).Lead;
        Assert.Equal([1, 1, 1, 0, 0], Of(tally, Figure.OfferedIn4, Figure.AcceptedIn4, Figure.ContactedIn4, Figure.QualifiedIn4, Figure.WonIn4));
        Assert.Equal([1, 1, 1, 1, 1], Of(tally, Figure.OfferedIn12, Figure.AcceptedIn12, Figure.ContactedIn12, Figure.QualifiedIn12, Figure.WonIn12));
    }

    [Fact]
    public void Only_what_the_rules_scored_is_qualified_by_marketing()
    {
        var card = new ScoreCard(80, "a", ImmutableSortedDictionary<string, int>.Empty, [], "") { Mql = true };
        var scored = Lead(LeadStatus.Assigning) with { Score = card, History = LeadHistory.None with { ScoredAt = Nine } };
        Assert.Equal([1, 1], Of(Contribution.Of(scored).Lead, Figure.Scored, Figure.Mql));
        Assert.Equal([0, 0], Of(Contribution.Of(scored with { History = LeadHistory.None }).Lead, Figure.Scored, Figure.Mql));
    }

    [Theory]
    [InlineData("0", 1, 0)]
    [InlineData("100", 1, 100)]
    [InlineData("101", 0, 0)]
    [InlineData("-1", 0, 0)]
    [InlineData("much", 0, 0)]
    public void Completeness_is_a_percentage(string said, long measured, long sum)
    {
        var lead = Lead(LeadStatus.Held);
        var tally = Contribution.Of(lead with { Attributes = lead.Attributes.With("Completeness", said) }).Lead;
        Assert.Equal([measured, sum], Of(tally, Figure.Measured, Figure.Completeness));
    }

    [Fact]
    public void Speed_is_that_of_whoever_was_first_on_the_wall_and_on_his_clock()
    {
        var lead = Lead(
            LeadStatus.Contacted,
            Offer("ana") with { At = Nine.AddHours(1), AcceptedAt = Nine.AddHours(9), AcceptedBusiness = TimeSpan.FromHours(3) },
            Offer("ben") with { At = Nine.AddHours(2), AcceptedAt = Nine.AddHours(4), AcceptedBusiness = TimeSpan.FromHours(2), ContactedAt = Nine.AddHours(5) });
        var sum = new TallySum();
        sum.Add(Contribution.Of(lead).Lead);
        Assert.All(Enum.GetValues<Measure>(), measure => Assert.Equal(1, sum.Timed(measure)));
        Hours(1, Measure.Assigned);
        Hours(1, Measure.AssignedBusiness);
        Hours(4, Measure.Accepted);
        Hours(2, Measure.AcceptedBusiness);
        Hours(5, Measure.Touched);
        Hours(5, Measure.TouchedBusiness);

        void Hours(double hours, Measure measure) => Assert.InRange(sum.Quantile(measure, 0.5)!.Value.TotalHours / hours, 1 - LogScale.LargestError, 1 + LogScale.LargestError);
    }

    [Fact]
    public void What_went_wrong_with_any_offer_is_remembered_of_the_lead()
    {
        var tally = Contribution.Of(Lead(
            LeadStatus.Expired, Offer("ana") with { Broken = [Milestone.Accept] }, Offer("ben") with { Rejected = "spam" }, Offer("cora"))).Lead;
        Assert.Equal([1, 1, 1, 1], Of(tally, Figure.Breached, Figure.Rejected, Figure.NeverContacted, Figure.Leaked));
        Assert.Equal([0, 0], Of(Contribution.Of(Lead(LeadStatus.Offered, Offer("ana"))).Lead, Figure.NeverContacted, Figure.Leaked));
        Assert.Equal([1, 0], Of(Contribution.Of(Lead(LeadStatus.Lost, Offer("ana"))).Lead, Figure.NeverContacted, Figure.Leaked));
    }

    [Fact]
    public void The_house_queue_tells_who_was_there_who_is_and_for_how_long()
    {
        var back = Lead(LeadStatus.Offered, Offer("ana"));
        back = back with { History = back.History with { Housed = true, InHouse = TimeSpan.FromMinutes(90) } };
        Assert.Equal([1, 0, 5_400, 1], Of(Contribution.Of(back).Lead, Figure.Housed, Figure.InHouse, Figure.HouseSeconds, Figure.Leaked));
        Assert.Equal([1, 1], Of(Contribution.Of(back with { Life = back.Life with { Status = LeadStatus.House } }).Lead, Figure.Housed, Figure.InHouse));
    }

    [Fact]
    public void Money_follows_each_success_by_the_source_that_was_paid_for_it()
    {
        var lead = Lead(LeadStatus.Qualified, Offer("ana") with { AcceptedAt = Nine, ContactedAt = Nine, QualifiedAt = Nine });
        var sum = new TallySum();
        sum.Add(Contribution.Of(lead).Lead);
        Assert.All([Named.Enquiry, Named.Accepted, Named.Qualified], kind => Assert.Equal([("web", 1L)], sum.Of(kind)));
        Assert.All([Named.Won, Named.Leaked, Named.Rejection], kind => Assert.Empty(sum.Of(kind)));
    }

    [Fact]
    public void Quarantined_and_discarded_submissions_are_received_and_nothing_else()
    {
        foreach (var (status, figure) in new[] { (LeadStatus.Quarantined, Figure.Quarantined), (LeadStatus.Discarded, Figure.Discarded) })
            Assert.Equal([1, 1, 0, 0], Of(Contribution.Of(Lead(status)).Lead, Figure.Received, figure, Figure.Leads, Figure.InProgress));
    }

    [Fact]
    public void An_offer_counts_in_every_group_of_its_lead_and_for_its_own_pool_rep_and_seat()
    {
        // Given back after it was accepted, too.
        var lead = Lead(LeadStatus.House, Offer("ana") with { AcceptedAt = Nine, Rejected = "no-fit" });
        var cells = Contribution.Of(lead with { Attributes = lead.Attributes.With("Campaign", new string('c', 70)) }).Cells().Where(c => c.Tally[Figure.Offers] == 1).ToList();
        Assert.Equal(
            ["All ", "Band (none)", $"Campaign {new string('c', 64)}", "Pool iberia", "Rep ana", "Seat iberia/ana", "Source web"],
            cells.Select(c => $"{c.Cell.Dimension} {c.Cell.Key}").Order(StringComparer.Ordinal));
        Assert.All(cells, c => Assert.Equal(("no-fit", 1L), Reasons(c.Tally)));

        static (string, long) Reasons(Tally tally)
        {
            var sum = new TallySum();
            sum.Add(tally);
            return Assert.Single(sum.Of(Named.Rejection));
        }
    }

    private static IEnumerable<long> Of(Tally tally, params Figure[] figures) => figures.Select(f => tally[f]);

    private static Offer Offer(string rep) => new(1, new RepId(rep), new PoolId("iberia"), Nine);

    private static LeadRecord Lead(LeadStatus status, params Offer[] offers) => Some.Received("web") with
    {
        Life = LifecycleState.Received(Nine) with { Status = status },
        History = LeadHistory.None with { ScoredAt = Nine, Offers = [.. offers] },
    };
}
