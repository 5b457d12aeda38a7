using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Rules;

public class RowTests
{
    [Fact]
    public void A_row_finds_columns_in_any_spelling_and_ignores_what_tools_add()
    {
        var row = ConfigRow.From(
            " hot ", ("half_life_days", 7), ("POINTS", 12.5), ("Points@type", "Edm.Double"), ("odata.etag", "x"), ("Timestamp", "now"),
                ("Empty", "  "), ("Mql", true));
        Assert.Equal(("hot", "7", "12.5", "TRUE"), (row.RowKey, row["HalfLifeDays"], row["points"], row["mql"]));
        Assert.Equal(["half_life_days", "Mql", "POINTS"], row.Cells.Select(c => c.Name));
        Assert.Equal("1.1250", ConfigRow.From("r", ("N", 1.125))["N"]);
        Assert.Equal("2026-03-02", ConfigRow.From("r", ("D", new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)))["D"]);
    }

    [Theory]
    [InlineData("de-enterprise", true)]
    [InlineData("0", true)]
    [InlineData("a.b_c-d", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("De", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    public void Keys_are_readable_slugs(string key, bool expected) => Assert.Equal(expected, ConfigRow.IsKey(key));

    [Fact]
    public void Pools_reps_and_memberships_read_leniently()
    {
        var (live, problems) = LiveConfig.Read(ConfigTables.Empty
            .With("Pools",
                [ConfigRow.From("dach", ("Strategy", "Least Loaded"), ("Stickiness", "account"), ("Absence", "accrue"), ("AccrueMax", "3"),
                    ("Overflow", "world"))])
            .With("Reps",
                [ConfigRow.From("ana", ("Name", "Ana"), ("Email", "ana@x.example"), ("Paused", "0"), ("Languages", "es, de"), ("CapDay", "12"),
                    ("Manager", "eva"), ("Hours", "mon-fri 09:00-14:00"))])
            .With("memberships",
                [ConfigRow.From("ana-dach", ("Pool", "dach"), ("Rep", "ana"), ("Weight", "1,5"), ("Territory", "Country=ES; PostalCode=08*,17*"))]));
        Assert.Empty(problems);
        Assert.Equal(new PoolRow(new PoolId("dach"), Strategy.LeastLoaded, Stickiness.Account, Absence.Accrue, 3, new PoolId("world"), null),
            live!.Pools[new PoolId("dach")]);
        var ana = live.Reps[new RepId("ana")];
        Assert.Equal((true, false, 12, null, "es", "de"), (ana.Enabled, ana.Paused, ana.CapDay, ana.CapHour, ana.Languages[0], ana.Languages[1]));
        var membership = Assert.Single(live.Memberships);
        Assert.Equal(1.5m, membership.Weight);
        Assert.True(membership.Covers(LeadAttributes.Empty.With("Country", "es").With("PostalCode", "17004"), live.Locale));
        Assert.False(membership.Covers(LeadAttributes.Empty.With("Country", "es").With("PostalCode", "28004"), live.Locale));
    }

    [Fact]
    public void An_sla_policy_reads_every_form()
    {
        var (rules, problems) = RuleSet.Compile(ConfigTables.Empty.With("SlaPolicies",
        [
            ConfigRow.From("fast", ("Clock", "24x7"), ("AcceptWithin", "PT5M"), ("ContactWithin", "30m"), ("RemindAt", "50%; 90%; 10m; -5m"),
                ("Ladder", "remind, manager; reassign"), ("OnEmptyStep", "hold"), ("PauseRepAfter", 3)),
        ]));
        Assert.Empty(problems);
        var policy = rules!.SlaPolicies["fast"];
        Assert.Equal((SlaClock.Always, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromDays(30)),
            (policy.Clock, policy.AcceptWithin, policy.ContactWithin, policy.StaleAfter));
        Assert.Equal([new(0.5, null), new(0.9, null), new(null, TimeSpan.FromMinutes(10)), new(null, TimeSpan.FromMinutes(-5))], policy.RemindAt);
        Assert.Equal([LadderStep.Remind, LadderStep.Manager, LadderStep.Reassign, LadderStep.House], policy.Ladder);
    }

    [Theory]
    [InlineData("ScoringRules", "Points", "ten", "cell.unreadable", null)]
    [InlineData("ScoringRules", "HalfLifeDays", "0", "cell.unreadable", null)]
    [InlineData("ScoringRules", "Country", "=> 5", "cell.unreadable", ">= 5")]
    [InlineData("Pools", "Strategy", "wieghted", "cell.unreadable", "weighted")]
    [InlineData("Reps", "CapDay", "0", "cap.zero", null)]
    [InlineData("Reps", "CapDay", "1,5", "cell.unreadable", null)]
    [InlineData("Reps", "Paused", "perhaps", "cell.unreadable", "TRUE")]
    [InlineData("Memberships", "Weight", "0", "cell.unreadable", null)]
    [InlineData("Memberships", "Territory", "ES", "cell.unreadable", "Country=ES")]
    [InlineData("SlaPolicies", "AcceptWithin", "30", "cell.unreadable", "30m")]
    [InlineData("SlaPolicies", "RemindAt", "50", "cell.unreadable", "50%")]
    [InlineData("SlaPolicies", "Ladder", "reasign", "cell.unreadable", "reassign")]
    [InlineData("SlaPolicies", "Clock", "24h", "cell.unreadable", null)]
    [InlineData("Bands", "To", "-1000", "cell.unreadable", null)]
    [InlineData("Sources", "Shape", "falt", "cell.unreadable", "flat")]
    public void An_unreadable_cell_is_a_problem_with_its_place(string table, string column, string read, string code, string? suggestion)
    {
        var tables = ConfigTables.Empty.With(table, [ConfigRow.From("the-row", [("From", 0), (column, read)])]);
        var problems = RuleSet.Compile(tables).Problems.Concat(LiveConfig.Read(tables).Problems);
        var problem = Assert.Single(problems, p => p.Column == column);
        Assert.Equal((table, "the-row", Severity.Error, code, read, suggestion),
            (problem.Table, problem.Row, problem.Severity, problem.Code, problem.Read, problem.Suggestion));
    }

    [Fact]
    public void Missing_cells_bad_keys_duplicates_and_unknown_columns_are_reported()
    {
        var (rules, problems) = RuleSet.Compile(ConfigTables.Empty
            .With("RoutingRules", [ConfigRow.From("Süd West", ("Prioridad", 1), ("Priorit", 2))])
            .With("Bands", [ConfigRow.From("a", ("Frm", 1)), ConfigRow.From("a")]));
        Assert.Null(rules);
        Assert.Equal(["Pool", "Priority", "SlaPolicy"], problems.Where(p => p.Code == "cell.missing").Select(p => p.Column).Order());
        Assert.Equal("sud-west", Assert.Single(problems, p => p.Code == "key.invalid").Suggestion);
        Assert.Single(problems, p => p.Code == "key.duplicate");
        Assert.Equal([("Frm", "From"), ("Prioridad", "Priority"), ("Priorit", "Priority")],
            problems.Where(p => p.Code == "column.unknown").Select(p => (p.Column, p.Suggestion)).Order());
    }

    [Fact]
    public void The_hash_of_a_version_does_not_depend_on_order()
    {
        var a = ConfigRow.From("a", ("Group", "fit"), ("Points", 1));
        var b = ConfigRow.From("b", ("Points", 2), ("group", "fit"));
        string Hash(params ConfigRow[] rows) => ContentHash.Of(ConfigTables.Empty.With("ScoringRules", rows));
        Assert.Equal(Hash(a, b), Hash(b, a));
        Assert.NotEqual(Hash(a, b), Hash(a));
        Assert.NotEqual(Hash(a), Hash(ConfigRow.From("a", ("Group", "fit"), ("Points", 11))));
    }

    [Fact]
    public void A_table_beyond_the_limit_is_refused_with_a_message()
    {
        var (rules,
            problems) = RuleSet.Compile(ConfigTables.Empty.With("Bands", [.. Enumerable.Range(0, 20_001).Select(i => ConfigRow.From($"b{i}"))]));
        Assert.Null(rules);
        Assert.Equal("table.too-long", Assert.Single(problems).Code);
    }
}
