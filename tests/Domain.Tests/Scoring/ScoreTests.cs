using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Scoring;

namespace LeadRouter.Domain.Tests.Scoring;

public class ScoreTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly EvidenceTimes Fresh = new(Now);

    private static readonly LeadAttributes Lead = LeadAttributes.Empty
        .With("Country", "ES").With("Employees", "51-200").With("Title", "Directora General").With("Email", "ana@acme.example");

    private static RuleSet Rules(params ConfigRow[] scoring)
    {
        var tables = ConfigTables.Empty
            .With(TableShapes.ScoringRules, scoring)
            .With(TableShapes.ScoreGroups, [ConfigRow.From("fit", ("Cap", 40), ("Floor", 0)), ConfigRow.From("negative", ("Cap", 0), ("Floor", -30))])
            .With(TableShapes.Disqualifiers,
                [ConfigRow.From("competitor", ("Reason", "competitor"), ("EmailDomain", "rival.example")),
                    ConfigRow.From("student", ("Reason", "no-fit"), ("Title", "contains(student)"))])
            .With(TableShapes.Bands,
                [ConfigRow.From("a", ("From", 50), ("Mql", "yes")), ConfigRow.From("b", ("From", 20), ("To", 80), ("Mql", true)),
                    ConfigRow.From("c", ("To", "30"))]);
        var (rules, problems) = RuleSet.Compile(tables);
        Assert.Empty(problems);
        return rules!;
    }

    [Fact]
    public void Matching_rows_add_up_within_the_bounds_of_their_group()
    {
        var rules = Rules(
            ConfigRow.From("spain", ("Group", "fit"), ("Points", 25), ("Country", "ES")),
            ConfigRow.From("size", ("Group", "fit"), ("Points", "20"), ("Employees", ">= 50")),
            ConfigRow.From("boss", ("Group", "intent"), ("Points", 10.5), ("Title", "contains(direct)")),
            ConfigRow.From("off", ("Group", "fit"), ("Points", 99), ("Enabled", "FALSO")),
            ConfigRow.From("elsewhere", ("Group", "fit"), ("Points", 99), ("Country", "DE")),
            ConfigRow.From("no-phone", ("Group", "negative"), ("Points", -50), ("Phone", "missing")));
        var score = Score.Of(rules, Lead, Now, Fresh);
        Assert.Equal((20.5m, "b", true), (score.Total, score.Band, score.Mql));
        Assert.Equal((40m, 10.5m, -30m), (score.Groups["fit"], score.Groups["intent"], score.Groups["negative"]));
        Assert.Equal(["boss", "no-phone", "size", "spain"], score.Evidence.Select(e => e.Rule));
        Assert.Equal(score.Total, score.Groups.Values.Sum());
    }

    [Fact]
    public void Points_fade_with_the_age_of_the_last_said_condition()
    {
        var rules = Rules(ConfigRow.From("demo", ("Group", "intent"), ("Points", 40), ("HalfLifeDays", 7), ("Product", "demo"), ("Country", "ES")));
        var lead = Lead.With("Product", "demo");
        var asked = Now.AddDays(-14);
        var times = new EvidenceTimes(Now.AddDays(-60), new Dictionary<string, DateTimeOffset> { ["product"] = asked });
        Assert.Equal(new Evidence("demo", "intent", 40, 10, asked), Assert.Single(Score.Of(rules, lead, Now, times).Evidence));
    }

    [Fact]
    public void Decay_halves_each_half_life_never_rises_and_never_changes_sign() =>
        Gen.Select(Gen.Int[-1000, 1000], Gen.Int[1, 200], Gen.Int[0, 100_000], Gen.Int[0, 100_000]).Sample((points, halfLife, minutes, more) =>
        {
            var (young, old) = (TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes + more));
            var (early, late) = (Score.Decay(points, halfLife, young), Score.Decay(points, halfLife, old));
            Assert.True(Math.Abs(late) <= Math.Abs(early) && Math.Abs(early) <= Math.Abs(points));
            Assert.True(Math.Sign(late) == Math.Sign(points) || late == 0);
            Assert.InRange(Score.Decay(points, halfLife, young + TimeSpan.FromDays(halfLife)) - early / 2, -0.02m, 0.02m);
            Assert.Equal(points, Score.Decay(points, null, old));
            Assert.Equal(points, Score.Decay(points, halfLife, -young));
        });

    [Fact]
    public void Evidence_sums_to_the_groups_and_the_groups_to_the_total() =>
        Gen
            .Select(Gen.Select(Gen.OneOf("fit", "intent", "negative"), Gen.Int[-40, 40], Gen.Int[1, 60]).List[0, 20],
                Gen.Int[0, 200]).Sample((rows, age) =>
        {
            var rules = Rules([.. rows
                .Select((r, i) => ConfigRow.From($"r{i:00}", ("Group", r.Item1), ("Points", r.Item2), ("HalfLifeDays", r.Item3)))]);
            var score = Score.Of(rules, Lead, Now, new EvidenceTimes(Now.AddDays(-age)));
            Assert.Equal(score.Total, score.Groups.Values.Sum());
            Assert.Equal(rows.Count, score.Evidence.Count);
            Assert.Equal(Math.Clamp(score.Evidence.Where(e => e.Group == "fit").Sum(e => e.Decayed), 0, 40), score.Groups["fit"]);
            Assert.Equal(score.Evidence.Where(e => e.Group == "intent").Sum(e => e.Decayed), score.Groups.GetValueOrDefault("intent"));
        }, iter: 300);

    [Theory]
    [InlineData(50, "a", true)]
    [InlineData(80, "a", true)]
    [InlineData(49, "b", true)]
    [InlineData(20, "b", true)]
    [InlineData(19, "c", false)]
    [InlineData(-5, "c", false)]
    public void The_first_band_that_holds_the_total_wins(int points, string band, bool mql)
    {
        var score = Score.Of(Rules(ConfigRow.From("all", ("Group", "any"), ("Points", points))), Lead, Now, Fresh);
        Assert.Equal((band, mql), (score.Band, score.Mql));
    }

    [Fact]
    public void Any_disqualifier_is_enough_and_all_are_named()
    {
        var score = Score.Of(Rules(), Lead.With("Title", "Student").With("EmailDomain", "rival.example"), Now, Fresh);
        Assert.Equal([new("competitor", "competitor"), new("student", "no-fit")], score.Disqualified);
        Assert.Empty(Score.Of(Rules(), Lead, Now, Fresh).Disqualified);
    }

    [Fact]
    public void A_scored_lead_carries_score_and_band()
    {
        var score = Score.Of(Rules(ConfigRow.From("all", ("Group", "any"), ("Points", 50.25))), Lead, Now, Fresh);
        var scored = score.Onto(Lead);
        Assert.Equal(("50.25", "a"), (scored["Score"], scored["Band"]));
    }
}
