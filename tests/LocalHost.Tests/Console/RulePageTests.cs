using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Console;

/// <summary>A marketer tunes the rules: sees the problem at its cell, mends it, publishes, sees it act, goes back.</summary>
public sealed class RulePageTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private const string Routing = "/console/rules/RoutingRules";
    private const string Pools = "/console/rules/Pools";

    [Fact]
    public async Task A_rule_is_tried_mended_published_seen_to_act_and_rolled_back()
    {
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        var sheet = (await user.GetAsync(Routing)).Is(HttpStatusCode.OK);
        var cell = CellOf(sheet.Html, "iberia", "Pool");

        var wrong = (await user.SubmitAsync(sheet, Routing, (cell, "iberiaa"), ("act", "check"))).Is(HttpStatusCode.OK);
        Assert.Matches($"name=\"{Dots(cell)}\" value=\"iberiaa\"[^>]*aria-invalid=\"true\"", wrong.Html);
        Assert.Contains("<code>iberia</code>", wrong.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("iberiaa", (await user.GetAsync(Routing)).Html, StringComparison.Ordinal);

        Assert.Equal(Routing, (await user.SubmitAsync(wrong, Routing, (cell, "dach"), ("act", "save"))).Is(HttpStatusCode.SeeOther).Location);
        Assert.Equal("iberia", await PoolOfNewLeadAsync());
        Assert.Contains("0 new, 1 changed, 0 gone", (await user.GetAsync("/console/rules")).Html, StringComparison.Ordinal);

        var before = await VersionAsync();
        (await user.PostAsync("/console/rules/publish", ("note", "Iberia to DACH"))).Is(HttpStatusCode.SeeOther);
        var published = (await user.GetAsync("/console/rules")).Html;
        Assert.Contains("Iberia to DACH", published, StringComparison.Ordinal);
        Assert.Equal("dach", await PoolOfNewLeadAsync());

        (await user.PostAsync($"/console/rules/versions/{before}")).Is(HttpStatusCode.SeeOther);
        Assert.Equal(before, await VersionAsync());
        Assert.Equal("iberia", await PoolOfNewLeadAsync());
        var draft = await user.GetAsync(Routing);
        (await user.SubmitAsync(draft, Routing, (CellOf(draft.Html, "iberia", "Pool"), "iberia"), ("act", "save"))).Is(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_live_row_with_an_error_is_refused_and_what_was_typed_stays_on_the_page()
    {
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        var sheet = await user.GetAsync(Pools);
        var cell = CellOf(sheet.Html, "iberia", "Overflow");
        var refused = (await user.SubmitAsync(sheet, Pools, (cell, "nowhere"), ("act", "save"))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Matches($"name=\"{Dots(cell)}\" value=\"nowhere\"[^>]*aria-invalid=\"true\"", refused.Html);
        Assert.DoesNotContain("nowhere", (await user.GetAsync(Pools)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_writes_over_a_change_that_he_has_not_seen()
    {
        using var first = new ConsoleUser(host.Process);
        using var second = new ConsoleUser(host.Process);
        await first.SignInAsync();
        await second.SignInAsync();
        const string table = "/console/rules/Criteria";
        var (mine, theirs) = (await first.GetAsync(table), await second.GetAsync(table));
        (await second.SubmitAsync(theirs, table, ("c0.0", "FALSE"), ("act", "save"))).Is(HttpStatusCode.SeeOther);
        var told = (await first.SubmitAsync(mine, table, ("c0.1", "My own label"), ("act", "save"))).Is(HttpStatusCode.Conflict);
        Assert.Contains("value=\"My own label\"", told.Html, StringComparison.Ordinal);
        (await first.SubmitAsync(told, table, ("act", "save"))).Is(HttpStatusCode.SeeOther);
        Assert.Contains("value=\"My own label\"", (await first.GetAsync(table)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_and_conditions_are_added_and_removed()
    {
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        const string table = "/console/rules/ScoringRules";
        var wider = (await user.SubmitAsync(await user.GetAsync(table), table, ("column", "utm_term"), ("act", "column"))).Is(HttpStatusCode.OK);
        Assert.Contains(">utm_term</th>", wider.Html, StringComparison.Ordinal);
        var blank = BlankRowOf(wider.Html);
        (await user.SubmitAsync(
            wider,
            table,
            ($"k{blank}", "term-demo"),
            (Cell(wider.Html, blank, "utm_term"), "contains(demo)"),
            (Cell(wider.Html, blank, "Group"), "intent"),
            (Cell(wider.Html, blank, "Points"), "7"),
            ("act", "save"))).Is(HttpStatusCode.SeeOther);
        var saved = await user.GetAsync(table);
        Assert.Contains("value=\"term-demo\"", saved.Html, StringComparison.Ordinal);
        var row = RowOf(saved.Html, "term-demo");
        (await user.SubmitAsync(saved, table, ($"x{row}", "on"), ("act", "save"))).Is(HttpStatusCode.SeeOther);
        Assert.DoesNotContain("term-demo", (await user.GetAsync(table)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_goes_out_as_CSV_and_comes_back_or_not_at_all()
    {
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        const string table = "/console/rules/Bands";
        var csv = (await user.GetAsync($"{table}/csv")).Is(HttpStatusCode.OK).Html;
        await user.GetAsync(table);
        (await user.PostAsync($"{table}/csv", ("csv", csv))).Is(HttpStatusCode.SeeOther);
        Assert.Equal(csv, (await user.GetAsync($"{table}/csv")).Html);
        await user.GetAsync(table);
        (await user.PostAsync($"{table}/csv", ("csv", "RowKey;From\n;1"))).Is(HttpStatusCode.SeeOther);
        Assert.Contains("class=\"flash bad\"", (await user.GetAsync(table)).Html, StringComparison.Ordinal);
        Assert.Equal(csv, (await user.GetAsync($"{table}/csv")).Html);
        (await user.GetAsync("/console/rules/NoSuchTable")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_viewer_reads_sheets_and_saves_none()
    {
        using var viewer = new ConsoleUser(host.Process);
        await viewer.SignInAsync(HostProcess.ViewerKey);
        var sheet = (await viewer.GetAsync(Pools)).Is(HttpStatusCode.OK);
        (await viewer.SubmitAsync(sheet, Pools, ("act", "save"))).Is(HttpStatusCode.Forbidden);
        (await viewer.PostAsync("/console/rules/publish")).Is(HttpStatusCode.Forbidden);
        (await viewer.PostAsync("/console/rules/versions/1")).Is(HttpStatusCode.Forbidden);
    }

    private async Task<string> PoolOfNewLeadAsync()
    {
        var id = await host.Api.ReceiveAsync(A.Lead().With("country", "ES"));
        return (await host.Api.LeadAsync(id)).Json["pool"]!.GetValue<string>();
    }

    private async Task<int> VersionAsync() => (await host.Api.GetAsync("/health", key: null)).Json["configurationVersion"]!.GetValue<int>();

    private static string CellOf(string html, string rowKey, string column) => Cell(html, RowOf(html, rowKey), column);

    private static string Cell(string html, string row, string column) => $"c{row}.{Found(html, $"name=\"h(\\d+)\" value=\"{column}\"")}";

    private static string RowOf(string html, string rowKey) => Found(html, $"name=\"k(\\d+)\" value=\"{rowKey}\"");

    private static string BlankRowOf(string html) => Found(html, "name=\"k(\\d+)\" value=\"\"");

    private static string Dots(string name) => name.Replace(".", "\\.", StringComparison.Ordinal);

    private static string Found(string html, string pattern)
    {
        var match = System.Text.RegularExpressions.Regex.Match(html, pattern);
        Assert.True(match.Success, $"{pattern} is not in {html}");
        return match.Groups[1].Value;
    }
}
