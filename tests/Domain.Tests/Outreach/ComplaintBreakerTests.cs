using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach;

public sealed class ComplaintBreakerTests
{
    [Theory]
    [InlineData(3, 1_000, BreakerMode.Open)]
    [InlineData(2, 100, BreakerMode.Slow)]
    [InlineData(1, 10, BreakerMode.Closed)]
    [InlineData(3, 5_000, BreakerMode.Closed)]
    [InlineData(3, 1_500, BreakerMode.Slow)]
    [InlineData(40, 20_000, BreakerMode.Open)]
    public void It_opens_when_the_rate_is_surely_over_the_line(int complaints, int delivered, BreakerMode mode) =>
        Assert.Equal(mode, ComplaintBreaker.New.Count(Some.Now, delivered, complaints).At(Some.Now).Mode);

    [Theory]
    [InlineData(3, 1000, 0.00117)]
    [InlineData(10, 1000, 0.00602)]
    [InlineData(0, 1000, 0)]
    public void The_lower_bound_is_Wilsons_one_sided(int hits, int trials, double expected) =>
        Assert.Equal(expected, Wilson.LowerBound(hits, trials), 0.0001);

    [Fact]
    public void A_complaint_told_again_is_counted_once_and_few_are_remembered()
    {
        var breaker = ComplaintBreaker.New;
        for (var i = 0; i < 1_000; i++)
            for (var told = 0; told < 2; told++) breaker = breaker.Complained(Some.Now, "mailbox", new SendId($"send-{i}"));
        breaker = breaker.Complained(Some.Now, "another", new SendId("send-999"));
        Assert.Equal(1_001, Assert.Single(breaker.Hours).Complaints);
        Assert.Equal(256, breaker.Complaints.Length);
    }

    [Fact]
    public void A_rate_of_a_month_counts_as_well_as_one_of_a_day()
    {
        var breaker = ComplaintBreaker.New;
        for (var day = 0; day < 20; day++) breaker = breaker.Count(Some.Now.AddDays(-day), 100, day % 3 == 0 ? 1 : 0);
        Assert.Equal(BreakerMode.Open, breaker.At(Some.Now).Mode);
        Assert.Equal(BreakerMode.Closed, breaker.At(Some.Now.AddDays(40)).Mode);
    }

    [Fact]
    public void It_rests_tries_and_closes_when_nobody_complains()
    {
        var open = ComplaintBreaker.New.Count(Some.Now, 500, 5).At(Some.Now);
        Assert.Equal(Some.Now.AddHours(24), open.Gate.Until);
        Assert.Equal(BreakerMode.Open, open.At(Some.Now.AddHours(23)).Mode);
        var trying = open.At(Some.Now.AddHours(24));
        Assert.Equal((BreakerMode.HalfOpen, 10), (trying.Mode, trying.Gate.Percent));
        Assert.Equal(BreakerMode.HalfOpen, trying.Count(Some.Now.AddHours(25), 499, 0).At(Some.Now.AddHours(26)).Mode);
        var closed = trying.Count(Some.Now.AddHours(25), 500, 0).At(Some.Now.AddHours(26));
        Assert.Equal(BreakerMode.Closed, closed.Mode);
        Assert.Equal(BreakerMode.Closed, closed.At(Some.Now.AddHours(27)).Mode);
    }

    [Fact]
    public void A_complaint_while_trying_opens_it_for_twice_as_long_up_to_a_week()
    {
        var (breaker, now) = (ComplaintBreaker.New.Count(Some.Now, 500, 5).At(Some.Now), Some.Now);
        var rests = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            rests.Add((breaker.Gate.Until - now).TotalDays);
            now = breaker.Gate.Until;
            breaker = breaker.At(now).Count(now, 10, 1).At(now);
        }
        Assert.Equal([1, 2, 4, 7, 7], rests);
    }

    [Fact]
    public void Counts_in_any_order_are_the_same_counts()
    {
        var counts = Gen.Select(Gen.Int[0, 900], Gen.Int[0, 50], Gen.Int[0, 2]).Array[0, 30];
        Gen.Select(counts, Gen.Int).Sample((all, seed) =>
        {
            var shuffled = all.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(Counted(all).Hours, Counted(shuffled).Hours);
        }, iter: 2_000, threads: 1);

        static ComplaintBreaker Counted((int Hour, int Delivered, int Complaints)[] all) =>
            all.Aggregate(ComplaintBreaker.New, (b, c) => b.Count(Some.Now.AddHours(c.Hour), c.Delivered, c.Complaints));
    }

    [Theory]
    [InlineData("gmail.com", "gmail", false)]
    [InlineData("Outlook.com", "microsoft", true)]
    [InlineData("acme.example", "other", true)]
    public void Gmail_tells_no_complaints(string domain, string name, bool tells) =>
        Assert.Equal(new MailboxProvider(name, tells), MailboxProvider.OfDomain(domain));
}
