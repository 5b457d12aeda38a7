using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Insights;

/// <summary>What figures come to for leads that can be counted on one's fingers.</summary>
public sealed class ReportTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);
    private static readonly DateTimeOffset Nine = Some.Monday9;

    [Fact]
    public void A_lead_that_is_won_counts_at_every_stage_and_only_in_the_cohort_whose_time_it_kept()
    {
        var total = Total([Won(days: 40), Offered()], Nine.AddDays(29));
        Assert.Equal([2, 2, 1, 1, 1, 1], new[] { Figure.Leads, Figure.ReachedOffered, Figure.ReachedAccepted, Figure.ReachedContacted, Figure.ReachedQualified, Figure.ReachedWon }.Select(f => total[f]));
        Assert.Equal((2, 1, 0), (total.FourWeeks.Leads, total.FourWeeks.Reached(1), total.FourWeeks.Reached(4)));
        Assert.Equal(0, total.TwelveWeeks.Leads);
        Assert.Equal(1, Total([Won(days: 40)], Nine.AddDays(90)).TwelveWeeks.Reached(4));
    }

    [Fact]
    public void A_day_has_no_cohort_before_its_last_lead_has_had_its_time()
    {
        var end = new DateTimeOffset(2026, 3, 31, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, Total([Offered()], end.AddTicks(-1)).FourWeeks.Leads);
        Assert.Equal(1, Total([Offered()], end).FourWeeks.Leads);
    }

    [Fact]
    public void What_leaked_is_what_nobody_contacted_although_it_was_promised()
    {
        LeadRecord[] leads =
        [
            Offered(),
            Offered() with { Life = Life(LeadStatus.Expired) },
            Broken(),
            Broken() with { History = Broken().History with { Offers = [.. Broken().History.Offers.Select(o => o with { ContactedAt = Nine })] } },
            Broken() with { History = Broken().History with { WonAt = Nine } },
        ];
        var row = Reports.Leakage.Row(Total(leads, Nine), new Prices(new Dictionary<string, decimal>())).ToDictionary();
        Assert.Equal((2L, 0.4, 3L), (row["leaked"], row["leakedShare"], row["breached"]));
        Assert.True((double)row["leakedShareLow"]! < 0.15 && (double)row["leakedShareHigh"]! > 0.7);
    }

    [Fact]
    public void Money_counts_only_where_a_price_is_known()
    {
        LeadRecord[] leads = [Won(40), Offered(), Broken(), Won(40) with { Source = "free" }, Some.Received("web") with { Life = Life(LeadStatus.Linked) }];
        var row = Reports.Cost.Row(Total(leads, Nine), new Prices(new Dictionary<string, decimal> { ["web"] = 22.5m })).ToDictionary();
        Assert.Equal((5L, 4L, 90m, 90m, 90m), (row["enquiries"], row["priced"], row["spend"], row["perWon"], row["perAccepted"]));
        Assert.Equal((22.5m, 0.25), (row["leakedSpend"], row["leakedSpendShare"]));
    }

    [Fact]
    public void What_a_rep_was_offered_counts_for_him_and_the_rest_for_the_last_owner()
    {
        var lead = Offered() with
        {
            History = LeadHistory.None with { Offers = [Offer("ana", 1) with { Broken = [Milestone.Accept] }, Offer("ben", 2) with { AcceptedAt = Nine, Kept = [Milestone.Accept] }] },
            Life = Life(LeadStatus.Accepted) with { Owner = new RepId("ben") },
        };
        var reps = InsightGroups.Of([Day([lead])], new InsightQuery(Monday, Monday, GroupBy.Rep), Nine).Groups.ToDictionary(g => g.Key);
        Assert.Equal((1, 1, 0), (reps["ana"][Figure.Offers], reps["ana"][Figure.AcceptBroken], reps["ana"][Figure.Leads]));
        Assert.Equal((1, 1, 1), (reps["ben"][Figure.Offers], reps["ben"][Figure.AcceptKept], reps["ben"][Figure.Leads]));
    }

    [Fact]
    public void The_interval_of_a_share_holds_it_and_is_narrower_the_more_was_seen()
    {
        foreach (var trials in new long[] { 1, 3, 40, 1_000 })
        {
            for (long hits = 0; hits <= Math.Min(trials, 40); hits++)
            {
                var (low, high) = Wilson.Interval(hits, trials);
                Assert.InRange((double)hits / trials, low, high);
                Assert.InRange(low, 0, high);
                Assert.InRange(high, low, 1);
                var more = Wilson.Interval(hits * 10, trials * 10);
                Assert.True(more.High - more.Low < high - low);
            }
        }
        // The textbook's: 3 of 10.
        Assert.Equal((0.1078, 0.6032), (Math.Round(Wilson.Interval(3, 10).Low, 4), Math.Round(Wilson.Interval(3, 10).High, 4)));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(27, false)]
    [InlineData(60, true)]
    [InlineData(0, true)]
    public void A_source_outside_its_own_usual_range_is_an_alarm(int today, bool alarm)
    {
        var days = Enumerable.Range(-28, 28).Select(d => Monday.AddDays(d)).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .Select(d => Day(Many(18 + d.DayNumber % 5, d), d)).Append(Day(Many(today, Monday), Monday)).ToList();
        var volume = Anomalies.Of(days, Monday).Single(f => f.Figure == "volume");
        Assert.Equal((today, alarm), ((int)volume.Value, volume.Alarm));
        Assert.InRange(volume.Usual, volume.Low, volume.High);
    }

    [Theory]
    [InlineData(DayOfWeek.Saturday, 6, false)]
    [InlineData(DayOfWeek.Saturday, 20, true)]
    [InlineData(DayOfWeek.Friday, 20, false)]
    [InlineData(DayOfWeek.Friday, 4, true)]
    public void A_weekend_is_compared_with_weekends_and_a_working_day_with_working_days(DayOfWeek judged, int today, bool alarm)
    {
        var day = Enumerable.Range(28, 7).Select(d => Monday.AddDays(d)).Single(d => d.DayOfWeek == judged);
        var days = Enumerable.Range(-28, 28).Select(d => day.AddDays(d)).Select(d => Day(Many(d.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 5 : 20, d), d))
            .Append(Day(Many(today, day), day)).ToList();
        Assert.Equal((judged, alarm), (judged, Anomalies.Of(days, day).Single(f => f.Figure == "volume").Alarm));
    }

    [Fact]
    public void A_usual_range_needs_six_days_from_the_first_of_the_source_on_and_is_three_and_a_half_deviations_wide()
    {
        // Six working days before, the first a Friday; two of them without a submission.
        var last = Monday.AddDays(7);
        int[] counts = [100, 120, 0, 90, 0, 110];
        DateOnly[] before = [.. Enumerable.Range(-10, 10).Select(d => last.AddDays(d)).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Take(6)];
        var days = before.Zip(counts).Where(d => d.Second > 0).Select(d => Day(Many(d.Second, d.First), d.First))
            .Append(Day(Many(95, last), last)).Prepend(Day([.. Many(9, before[0].AddDays(-3)).Select(l => l with { Source = "older" })], before[0].AddDays(-3))).ToList();
        var volume = Anomalies.Of(days, last).Single(f => f is { Source: "web", Figure: "volume" });
        // The median of 0, 0, 90, 100, 110 and 120, and that of its distances 5, 5, 15, 25, 95 and 95.
        Assert.Equal((95d, 95d), (volume.Value, volume.Usual));
        Assert.Equal(95 + (3.5 * 1.4826 * 20), volume.High, 6);
        Assert.Equal(Math.Max(0, 95 - (3.5 * 1.4826 * 20)), volume.Low, 6);
        Assert.DoesNotContain(Anomalies.Of([.. days.Where(d => d.Day != before[0])], last), f => f.Source == "web");
    }

    [Fact]
    public void Waste_is_told_of_five_submissions_and_speed_of_three_accepts()
    {
        LeadStatus[] statuses = [LeadStatus.Quarantined, LeadStatus.Discarded, LeadStatus.Linked, LeadStatus.Disqualified, LeadStatus.Won];
        foreach (var (submissions, accepts) in new[] { (4, 2), (5, 3) })
        {
            var days = Enumerable.Range(-14, 15).Select(d => Monday.AddDays(d)).Select(d => Day(
                [.. Many(submissions, d).Select((lead, i) => lead with
                {
                    Life = Life(statuses[i]),
                    History = LeadHistory.None with { Offers = [Offer("ana", 1) with { AcceptedAt = lead.ReceivedAt.AddMinutes(30) }] },
                }), .. Many(accepts, d).Select(lead => lead with
                {
                    Source = "quick",
                    History = LeadHistory.None with { Offers = [Offer("ana", 1) with { AcceptedAt = lead.ReceivedAt.AddMinutes(30) }] },
                })], d)).ToList();
            var figures = Anomalies.Of(days, Monday).ToDictionary(f => $"{f.Source} {f.Figure}", f => f.Value);
            Assert.Equal((submissions, submissions == 5, accepts == 3), (submissions, figures.ContainsKey("web waste"), figures.ContainsKey("quick speed")));
            if (submissions < 5) continue;
            Assert.Equal(0.8, figures["web waste"]);
            Assert.InRange(figures["quick speed"] / 30, 1 - LogScale.LargestError, 1 + LogScale.LargestError);
        }
    }

    [Fact]
    public void A_pool_shares_its_own_offers_and_its_weights()
    {
        LeadRecord[] leads = [Offered(), Offered(), Offered(), .. Another("ben", "spain"), .. Another("ana", "france")];
        LedgerView pool = new(new PoolId("spain"), Credit.Zero, Credit.Zero, false, [Line("ana", 1), Line("ben", 0.5m), Line("eva", 0.5m)]);
        var seats = Fairness.Of([pool], [Day(leads)]);
        Assert.Equal([("ana", 3L, 0.75, 0.5), ("ben", 1L, 0.25, 0.25), ("eva", 0L, 0d, 0.25)], seats.Select(s => (s.Rep, s.Offers, s.Share!.Value, s.Entitled)));
        Assert.All(Fairness.Of([pool], []), seat => Assert.Null(seat.Share));

        static RepLine Line(string rep, decimal weight) => new(new RepId(rep), weight, Credit.Zero, 0, true, []);

        static IEnumerable<LeadRecord> Another(string rep, string pool) => [Offered() with { History = LeadHistory.None with { Offers = [new Offer(1, new RepId(rep), new PoolId(pool), Nine)] } }];
    }

    [Fact]
    public void A_source_that_is_new_has_no_usual_range() => Assert.Empty(Anomalies.Of([Day(Many(500, Monday), Monday)], Monday));

    [Fact]
    public void The_digest_tells_what_moved_most_and_condemns_no_source_for_three_leads()
    {
        var before = new[] { Day(Many(100, Monday.AddDays(-7)), Monday.AddDays(-7)) };
        LeadRecord[] bad = [.. Many(30, Monday).Select(l => l with { Source = "bought", Life = Life(LeadStatus.Disqualified) })];
        LeadRecord[] few = [.. Many(3, Monday).Select(l => l with { Source = "fair", Life = Life(LeadStatus.Disqualified) })];
        var digest = Smarketing.Of([Day([.. Many(10, Monday), .. bad, .. few, Won(2)], Monday)], before, Nine)!;
        Assert.Equal("received", digest.Moved[0].Name);
        Assert.Equal((44d, 100d), (digest.Moved[0].Now, digest.Moved[0].Before));
        Assert.Equal(["bought", "fair"], digest.Sources.Select(s => s.Source));
        Assert.Equal(new ThankedRep("ana", 2, 2), Assert.Single(digest.Reps));
        // A source is wasted once at most, whatever befell its leads; who broke as many as he kept comes after him who broke none.
        LeadRecord[] twice = [.. Many(5, Monday).Select(l => Broken() with { Life = Life(LeadStatus.Disqualified) })];
        Assert.Equal(new QuestionedSource("web", 5, 5), Assert.Single(Smarketing.Of([Day(twice, Monday)], [], Nine)!.Sources));
        LeadRecord[] mixed = [Won(2), .. Enumerable.Range(0, 3).SelectMany(_ => new[] { Of("ben", [Milestone.Accept], []), Of("ben", [], [Milestone.Accept]) }), Lead()];
        Assert.Equal([new ThankedRep("ana", 2, 2), new ThankedRep("ben", 3, 6)], Smarketing.Of([Day(mixed, Monday)], [], Nine)!.Reps);
        Assert.Null(Smarketing.Of([], [], Nine));

        static LeadRecord Of(string rep, Milestone[] kept, Milestone[] broken) => Offered() with { History = LeadHistory.None with { Offers = [Offer(rep, 1) with { Kept = [.. kept], Broken = [.. broken] }] } };

        static LeadRecord Lead() => Some.Received("web");
        Assert.All(Smarketing.FigureNames, name => Assert.NotEqual("", SmarketingWords.NameOf(name, "es")));
    }

    [Fact]
    public void The_digest_is_due_on_monday_morning()
    {
        var due = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        for (var hour = 0; hour < 168; hour++) Assert.Equal(due, Smarketing.DueInWeekOf(due.AddHours(hour - 8)));
        Assert.Equal(due.AddDays(7), Smarketing.DueInWeekOf(due.AddHours(160)));
    }

    private static InsightGroup Total(LeadRecord[] leads, DateTimeOffset now) => InsightGroups.Of([Day(leads)], new InsightQuery(Monday, Monday, GroupBy.All), now).Total;

    private static InsightDay Day(LeadRecord[] leads) => Day(leads, Monday);

    private static InsightDay Day(LeadRecord[] leads, DateOnly day) =>
        new(day, leads.Aggregate(DaySheet.Empty, (sheet, lead) => sheet.Replace(null, Contribution.Of(lead))).Cells);

    private static LeadRecord[] Many(int count, DateOnly day) =>
        [.. Enumerable.Range(0, count).Select(_ => Some.Received("web") with { ReceivedAt = new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero) })];

    private static LifecycleState Life(LeadStatus status) => LifecycleState.Received(Nine) with { Status = status };

    private static Offer Offer(string rep, int attempt) => new(attempt, new RepId(rep), new PoolId("spain"), Nine);

    private static LeadRecord Offered() => Some.Received("web") with { Life = Life(LeadStatus.Offered), History = LeadHistory.None with { ScoredAt = Nine, Offers = [Offer("ana", 1)] } };

    private static LeadRecord Broken() => Offered() with { History = Offered().History with { Offers = [Offer("ana", 1) with { Broken = [Milestone.Accept] }] } };

    private static LeadRecord Won(int days) => Offered() with
    {
        Life = Life(LeadStatus.Won),
        History = LeadHistory.None with
        {
            ScoredAt = Nine,
            WonAt = Nine.AddDays(days),
            Offers = [Offer("ana", 1) with { AcceptedAt = Nine.AddMinutes(5), ContactedAt = Nine.AddMinutes(50), Kept = [Milestone.Accept, Milestone.Contact] }],
        },
    };
}
