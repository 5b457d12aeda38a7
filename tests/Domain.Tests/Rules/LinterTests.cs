using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

/// <summary>The sample lints clean; each test spoils one thing and expects that problem alone.</summary>
public class LinterTests
{
    private static readonly ConfigTables Sample = SampleConfig.Load();

    private static ConfigTables Change(string table, string key, params (string Column, object? Value)[] cells) =>
        Sample.With(table, [.. Sample[table].Select(r => r.RowKey == key ? Edit(r, cells) : r)]);

    private static ConfigRow Edit(ConfigRow row, (string Column, object? Value)[] cells) =>
        ConfigRow.From(row.RowKey, [.. row.Cells.Select(c => (c.Name, (object?)c.Text)), .. cells]);

    private static ConfigTables Add(string table, params ConfigRow[] rows) => Sample.With(table, [.. Sample[table], .. rows]);

    private static ConfigTables Without(string table, string key) => Sample.With(table, [.. Sample[table].Where(r => r.RowKey != key)]);

    private static Problem Only(ConfigTables tables, string code, Severity severity, IEnumerable<string>? seen = null)
    {
        var problem = Assert.Single(Linter.Check(tables, seen: seen));
        Assert.Equal((code, severity), (problem.Code, problem.Severity));
        return problem;
    }

    private static ConfigRow Route(string key, int priority, params (string, object?)[] cells) =>
        ConfigRow.From(key, [("Priority", priority), ("Pool", "dach"), ("SlaPolicy", "hot"), .. cells]);

    [Fact]
    public void The_sample_has_neither_error_nor_warning() => Assert.Empty(Linter.Check(Sample, seen: []));

    [Fact]
    public void An_unreadable_cell() => Only(Change("RoutingRules", "dach", ("Employees", ">= many")), "cell.unreadable", Severity.Error);

    [Theory]
    [InlineData("RoutingRules", "dach", "Pool", "dahc", "unknown.pool", "dach")]
    [InlineData("RoutingRules", "dach", "SlaPolicy", "standrad", "unknown.slapolicy", "standard")]
    [InlineData("RoutingRules", "dach-hot", "Band", "a;f", "unknown.band", null)]
    [InlineData("Pools", "dach", "Overflow", "always", "unknown.pool", null)]
    [InlineData("Reps", "ana", "Manager", "luzia", "unknown.rep", "lucia")]
    [InlineData("Reps", "ana", "Calendar", "spian", "unknown.calendar", "spain")]
    [InlineData("SlaPolicies", "relaxed", "Calendar", "office-hour", "unknown.calendar", "office-hours")]
    [InlineData("Memberships", "latam.carlos", "Rep", "carlo", "unknown.rep", "carlos")]
    public void A_name_that_points_nowhere(string table, string row, string column, string read, string code, string? suggestion)
    {
        var problem = Linter.Check(Change(table, row, (column, read))).First(p => p.Severity == Severity.Error);
        Assert.Equal((table, row, column, code, suggestion), (problem.Table, problem.Row, problem.Column, problem.Code, problem.Suggestion));
    }

    [Fact]
    public void A_disabled_row_may_point_nowhere() =>
        Assert.Empty(Linter.Check(Change("RoutingRules", "dach-cold", ("Pool", "gone"), ("Enabled", "FALSE"))));

    [Fact]
    public void A_reason_or_group_that_is_not_there_is_a_warning()
    {
        Only(Change("Disqualifiers", "competitor", ("Reason", "rival")), "unknown.reason", Severity.Warning);
        Assert.Equal("intent", Only(Change("ScoringRules", "urgent", ("Group", "intnet")), "unknown.scoregroup", Severity.Warning).Suggestion);
    }

    [Fact]
    public void No_fallback_row()
    {
        Only(Without("RoutingRules", "fallback"), "routing.no-fallback", Severity.Error);
        Only(Change("RoutingRules", "fallback", ("Enabled", "no")), "routing.no-fallback", Severity.Error);
        Only(Change("RoutingRules", "fallback", ("Country", "not(XX)")), "routing.no-fallback", Severity.Error);
    }

    [Fact]
    public void A_pool_with_no_rep() => Assert.Equal("empty", Only(Add("Pools", ConfigRow.From("empty")), "pool.empty", Severity.Error).Row);

    [Fact]
    public void A_pool_whose_reps_are_disabled()
    {
        var tables = Change("Reps", "duty-desk", ("Enabled", "FALSE"));
        tables = tables.With("Memberships", [.. tables["Memberships"].Where(m => m.RowKey != "always-on.lucia")]);
        Assert.Equal("always-on", Only(tables, "pool.empty", Severity.Error).Row);
    }

    [Fact]
    public void A_rep_without_email() => Only(Change("Reps", "ana", ("Email", "")), "rep.no-email", Severity.Error);

    [Theory]
    [InlineData("ana")]
    [InlineData("ana@x.example; eva@x.example")]
    public void A_rep_whose_email_is_none(string email) => Only(Change("Reps", "ana", ("Email", email)), "cell.unreadable", Severity.Error);

    [Fact]
    public void A_calendar_with_no_hours() => Only(Change("Calendars", "switzerland", ("Hours", "")), "calendar.no-hours", Severity.Error);

    [Fact]
    public void A_calendar_with_unreadable_parts()
    {
        Only(Change("Calendars", "switzerland", ("TimeZone", "Europe/Zurrich")), "cell.unreadable", Severity.Error);
        Only(Change("Calendars", "switzerland", ("Holidays", "2026-02-30")), "cell.unreadable", Severity.Error);
    }

    [Fact]
    public void A_cap_of_zero()
    {
        Only(Change("Reps", "ana", ("CapDay", "0")), "cap.zero", Severity.Error);
        Only(Change("ContactPolicies", "nurture", ("Caps", "1/1d; 0/7d")), "cell.unreadable", Severity.Error);
    }

    [Fact]
    public void A_duplicate_key()
    {
        Only(Add("Criteria", Sample["Criteria"][0]), "key.duplicate", Severity.Error);
        Only(Add("Memberships", ConfigRow.From("again", ("Pool", "dach"), ("Rep", "lena"))), "key.duplicate", Severity.Error);
    }

    [Theory]
    [InlineData("Country", "DE;AT", "Band", "b")]
    [InlineData("Country", "de", "Band", "c")]
    public void A_row_that_an_earlier_one_shadows(string column, string cell, string other, string otherCell)
    {
        var problem = Only(Add("RoutingRules", Route("late", 200, (column, cell), (other, otherCell))), "row.shadowed", Severity.Warning);
        Assert.Equal("late", problem.Row);
        Assert.Contains("dach", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fallback_that_is_not_last_shadows_what_follows() =>
        Assert.Equal("late", Only(Add("RoutingRules", Route("late", 2000, ("Campaign", "x*"))), "row.shadowed", Severity.Warning).Row);

    [Fact]
    public void Overlaps_with_equal_priority()
    {
        var problem = Only(Add("RoutingRules", Route("t1", 65, ("Campaign", "spring*")), Route("t2", 65, ("Product", "pro"), ("Value", 3))),
            "row.overlap", Severity.Warning);
        Assert.Equal("t2", problem.Row);
        Assert.Empty(Linter.Check(Add("RoutingRules", Route("t1", 65, ("Campaign", "spring*")),
            Route("t2", 65, ("Campaign", "autumn*"), ("Value", 3)))));
        Assert.Empty(Linter.Check(Add("RoutingRules", Route("t1", 65, ("Campaign", "spring*")), Route("t2", 65, ("Product", "pro")))));
    }

    [Fact]
    public void Gaps_between_bands()
    {
        Assert.Contains("39 and 40", Only(Change("Bands", "c", ("To", 39)), "band.gap", Severity.Warning).Message, StringComparison.Ordinal);
        Only(Change("Bands", "a", ("To", 100)), "band.gap", Severity.Warning);
        Only(Change("Bands", "d", ("From", 0)), "band.gap", Severity.Warning);
    }

    [Fact]
    public void A_band_that_nobody_gets() =>
        Assert.Equal("e", Only(Add("Bands", ConfigRow.From("e", ("To", 10))), "row.shadowed", Severity.Warning).Row);

    [Fact]
    public void A_rep_in_no_pool() =>
        Only(Add("Reps", ConfigRow.From("new", ("Email", "new@ventas.example"))), "rep.idle", Severity.Warning);

    [Fact]
    public void An_sla_longer_than_any_window()
    {
        Only(Change("SlaPolicies", "relaxed", ("AcceptWithin", "10h")), "sla.longer-than-window", Severity.Warning);
        Assert.Empty(Linter.Check(Change("SlaPolicies", "relaxed", ("AcceptWithin", "10h"), ("Clock", "24x7"))));
    }

    [Fact]
    public void An_attribute_never_seen_on_any_lead()
    {
        var tables = Change("ScoringRules", "urgent", ("team_sise", "5"));
        Assert.Equal("Team Size", Only(tables, "attribute.never-seen", Severity.Warning, ["Team Size"]).Suggestion);
        Assert.Empty(Linter.Check(Change("ScoringRules", "urgent", ("team_size", "5")), seen: ["Team Size"]));
        Assert.Empty(Linter.Check(tables));
    }

    [Fact]
    public void A_name_close_to_a_fixed_attribute_even_before_the_first_lead() =>
        Assert.Equal("Employees", Assert.Single(Linter.Check(Change("ScoringRules", "urgent", ("Employes", "> 5")))).Suggestion, ignoreCase: true);

    [Theory]
    [InlineData("50..10")]
    [InlineData(">= 10; < 50")]
    public void Contradictory_cells(string cell) =>
        Only(Change("RoutingRules", "dach-cold", ("Touches", cell)), "cell.contradictory", Severity.Warning);

    [Fact]
    public void An_unknown_column() =>
        Assert.Equal("CapDay", Only(Change("Reps", "ana", ("CapDya", 5)), "column.unknown", Severity.Warning).Suggestion);

    [Fact]
    public void Overflow_in_a_circle() =>
        Assert.All(Linter.Check(Change("Pools", "always-on", ("Overflow", "dach"))), p => Assert.Equal("overflow.circle", p.Code));

    [Fact]
    public void Every_problem_of_a_set_is_told_at_once()
    {
        var tables = Change("Reps", "ana", ("Email", ""), ("CapDay", 0)).With("Bands", []).With("Calendars", []);
        Assert.Superset(
            new HashSet<string> { "rep.no-email", "cap.zero", "unknown.band", "unknown.calendar" },
            Linter.Check(tables).Select(p => p.Code).ToHashSet());
    }
}
