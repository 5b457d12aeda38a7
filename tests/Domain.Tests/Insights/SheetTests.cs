using CsCheck;
using LeadRouter.Domain.Insights;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Domain.Tests.Insights;

/// <summary>A sheet is the sum over its leads as they are now, however they came to be so.</summary>
public sealed class SheetTests
{
    [Fact]
    public void A_sheet_of_changed_leads_is_the_sheet_of_leads_that_were_so_from_the_start() =>
        Gen.Int[0, 7].SelectMany(slot => Some.Contribution.Select(c => (slot, c))).List[0, 40].Sample(
            changes =>
            {
                var now = new Contribution?[8];
                var sheet = DaySheet.Empty;
                foreach (var (slot, contribution) in changes)
                {
                    sheet = sheet.Replace(now[slot], contribution);
                    now[slot] = contribution;
                }
                Assert.Equal(Recount(now), sheet.Cells);
                foreach (var last in now.OfType<Contribution>()) sheet = sheet.Replace(last, null);
                Assert.Empty(sheet.Cells);
            },
            iter: Prove.Size(300, 20_000));

    [Fact]
    public void What_is_stored_comes_back_as_it_was() =>
        Some.Contribution.List[0, 20].Sample(
            contributions =>
            {
                var sheet = contributions.Aggregate(DaySheet.Empty, (sum, c) => sum.Replace(null, c));
                Assert.Equal(sheet.Cells, InsightCodec.ReadSheet(InsightCodec.Write(sheet)).Cells);
                foreach (var contribution in contributions)
                {
                    var back = InsightCodec.ReadContribution(InsightCodec.Write(contribution));
                    Assert.Equal(contribution with { Offers = [] }, back with { Offers = [] });
                    Assert.Equal(contribution.Offers, back.Offers);
                }
            },
            iter: Prove.Size(300, 20_000));

    [Fact]
    public void Sheets_add_up_to_the_sheet_of_all_their_leads() =>
        Some.Contribution.List[0, 20].List[1, 4].Sample(
            shards =>
            {
                var sums = new Dictionary<Cell, TallySum>();
                foreach (var shard in shards)
                    InsightCodec.AddTo(InsightCodec.Write(shard.Aggregate(DaySheet.Empty, (sum, c) => sum.Replace(null, c))), cell => sums.TryGetValue(cell, out var sum) ? sum : sums[cell] = new TallySum());
                Assert.Equal(Recount(shards.SelectMany(s => s)), sums.ToDictionary(s => s.Key, s => s.Value.ToTally()));
            },
            iter: Prove.Size(100, 5_000));

    [Fact]
    public void Past_its_room_a_sheet_counts_new_campaigns_together_and_takes_them_away_again()
    {
        var sheet = DaySheet.Empty;
        var added = new List<Contribution>();
        for (var i = 0; i < DaySheet.MostKeys + 50; i++)
        {
            added.Add(sheet.Fitted(Some.Lead with { Campaign = $"campaign {i}" }));
            sheet = sheet.Replace(null, added[^1]);
        }
        Assert.Equal(50, sheet.Cells[new Cell(Dimension.Campaign, DaySheet.More)][Figure.Received]);
        Assert.Equal(DaySheet.MostKeys + 1, sheet.Cells.Keys.Count(c => c.Dimension == Dimension.Campaign));
        // Sources alike, and what has no campaign needs no room.
        Assert.Equal((Contribution.None, "web"), (sheet.Fitted(Some.Lead).Campaign, sheet.Fitted(Some.Lead).Source));
        var sources = Enumerable.Range(0, DaySheet.MostKeys).Aggregate(DaySheet.Empty, (sum, i) => sum.Replace(null, Some.Lead with { Source = $"source {i}" }));
        Assert.Equal(DaySheet.More, sources.Fitted(Some.Lead).Source);
        Assert.Empty(added.Aggregate(sheet, (rest, c) => rest.Replace(c, null)).Cells);
    }

    [Fact]
    public void Figures_of_another_version_of_the_product_are_refused() =>
        Assert.Throws<FormatException>(() => InsightCodec.ReadSheet([99, 0]));

    [Fact]
    public void Figures_of_the_version_before_which_had_a_name_at_each_count_are_read()
    {
        byte[] before = [1, 2, 0, 0, 2, 0, 6, 6, 0, 6, .. "web"u8, 2, 2, 6, .. "ads"u8, 4, 4, 6, .. "web"u8, 2];
        var sum = new TallySum();
        InsightCodec.AddTo(before, _ => sum);
        Assert.Equal(3, sum[Figure.Received]);
        Assert.Equal([("web", 1L), ("ads", 2L), ("web", 1L)], new[] { Named.Rejection, Named.Enquiry, Named.Accepted }.SelectMany(sum.Of));
        Assert.Equal(sum.ToTally(), Assert.Single(InsightCodec.ReadSheet(before).Cells).Value);
    }

    [Fact]
    public void Every_quantile_is_as_near_to_the_exact_one_as_it_says() =>
        Gen.Double[1, 16_000_000].List[1, 200].Select(Gen.Double[0.01, 1]).Sample(
            (seconds, share) =>
            {
                var counts = new long[LogScale.Buckets];
                foreach (var s in seconds) counts[LogScale.BucketOf(TimeSpan.FromSeconds(s))]++;
                var exact = seconds.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(share * seconds.Count) - 1));
                var told = LogScale.Quantile(counts, share)!.Value.TotalSeconds;
                Assert.InRange(told / exact, 1 - LogScale.LargestError, 1 + LogScale.LargestError);
            },
            iter: Prove.Size(1_000, 100_000));

    [Fact]
    public void Nothing_timed_has_no_quantile_and_less_than_a_second_is_none()
    {
        var counts = new long[LogScale.Buckets];
        Assert.Null(LogScale.Quantile(counts, 0.5));
        counts[LogScale.BucketOf(TimeSpan.FromMilliseconds(-3))]++;
        Assert.Equal(TimeSpan.Zero, LogScale.Quantile(counts, 0.5));
    }

    private static Dictionary<Cell, Tally> Recount(IEnumerable<Contribution?> contributions)
    {
        var sums = new Dictionary<Cell, TallySum>();
        foreach (var (cell, tally) in contributions.OfType<Contribution>().SelectMany(c => c.Cells()))
        {
            if (!sums.TryGetValue(cell, out var sum)) sums[cell] = sum = new TallySum();
            sum.Add(tally);
        }
        return sums.Select(s => (s.Key, Tally: s.Value.ToTally())).Where(s => !s.Tally.IsEmpty).ToDictionary(s => s.Key, s => s.Tally);
    }
}
