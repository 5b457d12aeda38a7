using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

public class ConfigEditTests
{
    private static readonly ConfigTables Stored = SampleConfig.Load();

    [Fact]
    public void A_draft_with_an_error_may_be_stored_but_not_published()
    {
        var plan = Plan(asOne: false, ("ScoringRules", [ConfigRow.From("boss", ("Group", "fit"), ("Points", "ten"))]));
        Assert.Equal((true, false, true), (plan.CanStore, plan.CanPublish, plan.LiveWorks));
        Assert.Contains(plan.Problems, p => (p.Table, p.Row, p.Column, p.Code) == ("ScoringRules", "boss", "Points", "cell.unreadable"));
    }

    [Fact]
    public void The_same_draft_is_refused_as_part_of_one_act() =>
        Assert.False(Plan(asOne: true, ("ScoringRules", [ConfigRow.From("boss", ("Group", "fit"), ("Points", "ten"))])).CanStore);

    [Fact]
    public void A_live_table_with_an_error_is_refused()
    {
        var plan = Plan(asOne: false, ("Reps", [.. Stored["Reps"], ConfigRow.From("eva")]));
        Assert.False(plan.CanStore);
        Assert.Contains(plan.Problems, p => p.Code == "rep.no-email");
    }

    [Fact]
    public void A_pool_that_the_active_version_names_cannot_go_but_with_a_version_that_does_not()
    {
        ConfigRow[] fallback = [.. Stored["RoutingRules"].Where(r => r["Pool"] != "dach")];
        ConfigRow[] pools = [.. Stored["Pools"].Where(r => r.RowKey != "dach")];
        ConfigRow[] members = [.. Stored["Memberships"].Where(r => r["Pool"] != "dach")];
        (string, ConfigRow[])[] edits = [("RoutingRules", fallback), ("Pools", pools), ("Memberships", members)];
        Assert.False(Plan(asOne: true, edits).CanStore);
        Assert.True(Plan(asOne: true, publish: true, Stored, edits).CanStore);
    }

    [Fact]
    public void An_error_elsewhere_does_not_keep_anybody_from_mending_a_table()
    {
        var broken = Stored.With("Pools", [.. Stored["Pools"], ConfigRow.From("empty")]).With("Reps", [.. Stored["Reps"], ConfigRow.From("eva")]);
        var plan = Plan(asOne: false, publish: false, broken, [("Reps", [.. Stored["Reps"]])]);
        Assert.True(plan.CanStore);
        Assert.False(plan.LiveWorks);
    }

    [Fact]
    public void Rows_replace_those_of_the_partitions_that_they_name()
    {
        var other = ConfigRow.From("x", [KeyValuePair.Create("Reason", (object?)"spam")], "other");
        var plan = Plan(asOne: false, ("Disqualifiers", [other]));
        Assert.Equal(Stored["Disqualifiers"].Count + 1, plan.After["Disqualifiers"].Count);
        Assert.Empty(Plan(asOne: false, ("Disqualifiers", [])).After["Disqualifiers"]);
    }

    [Theory]
    [InlineData("a/b", "Reason", "spam", "key.invalid")]
    [InlineData("", "Reason", "spam", "key.invalid")]
    [InlineData("a", "1.3", "spam", "column.invalid")]
    [InlineData("a", "Reason", null, "cell.too-long")]
    public void What_a_store_cannot_keep_is_refused_even_as_a_draft(string key, string column, string? cell, string code)
    {
        var plan = Plan(asOne: false, ("Disqualifiers", [ConfigRow.From(key, (column, cell ?? new string('x', 20_000)))]));
        Assert.False(plan.CanStore);
        Assert.Equal(code, Assert.Single(plan.Problems).Code);
    }

    [Fact]
    public void A_key_that_is_there_twice_and_a_sheet_that_is_too_long_are_refused()
    {
        var row = ConfigRow.From("a", ("Reason", "spam"));
        Assert.Equal("key.duplicate", Assert.Single(Plan(asOne: false, ("Disqualifiers", [row, row])).Problems).Code);
        ConfigRow[] many = [.. Enumerable.Range(0, 20_001).Select(i => ConfigRow.From($"r{i}", ("Reason", "spam")))];
        Assert.Equal("table.too-long", Assert.Single(Plan(asOne: false, ("Disqualifiers", many)).Problems).Code);
    }

    private static ConfigPlan Plan(bool asOne, params (string Table, ConfigRow[] Rows)[] edits) => Plan(asOne, false, Stored, edits);

    private static ConfigPlan Plan(bool asOne, bool publish, ConfigTables stored, (string Table, ConfigRow[] Rows)[] edits) =>
        ConfigEdit.Plan(stored, Stored, edits.ToDictionary(e => e.Table, e => (IReadOnlyList<ConfigRow>)e.Rows), asOne, publish);
}
