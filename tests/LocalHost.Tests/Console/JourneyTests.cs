using System.Globalization;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Console;

/// <summary>What people come to the console for, beside the rules: what waits, what it came to, what a contact may still get.</summary>
public sealed class JourneyTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    [Fact]
    public async Task A_quarantined_submission_is_mended_by_its_sources_row_and_replayed()
    {
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        var id = await StrayAsync("fair-2026");
        Assert.Contains("source.unknown", (await user.GetAsync("/console/quarantine?source=fair-2026")).Html, StringComparison.Ordinal);
        (await user.PostAsync($"/console/quarantine/{id}/replay")).Is(HttpStatusCode.SeeOther);
        Assert.Contains("class=\"flash bad\"", (await user.GetAsync("/console/quarantine")).Html, StringComparison.Ordinal);

        const string sources = "/console/rules/Sources";
        var sheet = await user.GetAsync(sources);
        var blank = System.Text.RegularExpressions.Regex.Match(sheet.Html, "name=\"k(\\d+)\" value=\"\"").Groups[1].Value;
        (await user.SubmitAsync(sheet, sources, ($"k{blank}", "fair-2026"), ("act", "save"))).Is(HttpStatusCode.SeeOther);
        await user.GetAsync("/console/quarantine");
        Assert.Equal($"/console/leads/{id}", (await user.PostAsync($"/console/quarantine/{id}/replay")).Is(HttpStatusCode.SeeOther).Location);
        await host.Api.SettleAsync();
        Assert.NotEqual("quarantined", (await host.Api.LeadAsync(id)).State);
    }

    [Fact]
    public async Task Many_are_replayed_as_work_that_can_be_left_and_found_again_and_others_are_thrown_away()
    {
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        for (var i = 0; i < 3; i++) await StrayAsync("lost-and-found");
        await user.GetAsync("/console/quarantine?source=lost-and-found");
        Assert.Equal("/console/jobs", (await user.PostAsync("/console/quarantine/replay", ("source", "lost-and-found"), ("reason", ""))).Location);
        Assert.Contains("0 released, 3 stay in quarantine", await UntilDoneAsync(user), StringComparison.Ordinal);

        var id = await StrayAsync("nowhere-at-all");
        await user.GetAsync("/console/quarantine");
        (await user.PostAsync($"/console/quarantine/{id}/discard")).Is(HttpStatusCode.SeeOther);
        await host.Api.SettleAsync();
        Assert.DoesNotContain(id, (await user.GetAsync("/console/quarantine?source=nowhere-at-all")).Html, StringComparison.Ordinal);
        await host.Api.AccountingAsync();
    }

    [Fact]
    public async Task A_recount_agrees_with_the_books_and_goes_on_after_the_host_died()
    {
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        await host.Api.ReceiveAsync(A.Lead());
        await user.GetAsync("/console/jobs");
        (await user.PostAsync("/console/jobs/recount")).Is(HttpStatusCode.SeeOther);
        Assert.Contains("the books agree", await UntilDoneAsync(user), StringComparison.Ordinal);
        await host.Process.RestartAsync();
        Assert.Contains("the books agree", (await user.GetAsync("/console/jobs")).Is(HttpStatusCode.OK).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Todays_page_tells_the_funnel_the_clocks_and_what_rings()
    {
        var id = await host.Api.ReceiveAsync(A.Lead().With("full_name", "Clock Runner"));
        await StrayAsync("unheard-of");
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        var today = (await user.GetAsync("/console")).Is(HttpStatusCode.OK).Html;
        Assert.Contains("it balances", today, StringComparison.Ordinal);
        Assert.Contains("Submissions in quarantine", today, StringComparison.Ordinal);
        var received = (await host.Api.GetAsync("/api/accounting")).Json["received"]!.GetValue<long>();
        Assert.Contains($"Received <strong>{received}</strong>", today.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal("offered", (await host.Api.LeadAsync(id)).State);
    }

    [Fact]
    public async Task What_a_contact_may_still_get_is_told_without_his_address_in_any_address_bar()
    {
        var id = await host.Api.ReceiveAsync(A.Lead().With("email", "pressed@northwind.example"));
        Assert.NotEmpty(await host.Api.MailsAboutAsync(id));
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync(HostProcess.ViewerKey);
        await user.GetAsync("/console/outreach");
        var told = (await user.PostAsync("/console/outreach", ("email", "pressed@northwind.example"))).Is(HttpStatusCode.OK);
        Assert.Matches("<td>ack</td>", told.Html);
        Assert.Contains("1 / ", told.Html, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", (await user.PostAsync("/console/outreach", ("email", "nobody at all"))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_changes_nothing_and_explains_row_by_row()
    {
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync(HostProcess.ViewerKey);
        await user.GetAsync("/console/preview");
        await host.Api.SettleAsync();
        var before = (await host.Api.AccountingAsync()).ToJsonString();
        var seen = (await user.PostAsync("/console/preview", ("Email", "ada@northwind.example"), ("Country", "ES"), ("Employees", "120"), ("more", "utm_term=demo"))).Is(HttpStatusCode.OK).Html;
        Assert.Contains("pool iberia", seen, StringComparison.Ordinal);
        Assert.Contains("country-core", seen, StringComparison.Ordinal);
        Assert.Equal(before, (await host.Api.AccountingAsync()).ToJsonString());
        Assert.Contains("role=\"alert\"", (await user.PostAsync("/console/preview", ("leadId", "nothing-of-ours"))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Insights_come_as_table_and_file_and_a_period_that_cannot_be_is_said()
    {
        await host.Api.ReceiveAsync(A.Lead());
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync(HostProcess.ViewerKey);
        var page = (await user.GetAsync("/console/insights?report=funnel&by=source")).Is(HttpStatusCode.OK).Html;
        Assert.Contains("<th scope=\"row\">website</th>", page, StringComparison.Ordinal);
        var file = (await user.GetAsync("/console/insights/csv?report=funnel&by=source")).Is(HttpStatusCode.OK).Html.TrimStart('\uFEFF').Split("\r\n");
        Assert.StartsWith("source,received,known already,leads,", file[0], StringComparison.Ordinal);
        // Other journeys of this host have left leads of their own.
        var received = file.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).ToDictionary(cells => cells[0], cells => int.Parse(cells[1], CultureInfo.InvariantCulture));
        Assert.True(received["website"] >= 1);
        Assert.Equal(received.Where(row => row.Key != "Total").Sum(row => row.Value), received["Total"]);
        using var spaniard = new ConsoleUser(host.Process, "es");
        await spaniard.SignInAsync(HostProcess.ViewerKey);
        Assert.StartsWith("fuente;recibidos;ya conocidos;", (await spaniard.GetAsync("/console/insights/csv?report=funnel&by=source")).Is(HttpStatusCode.OK).Html.TrimStart('\uFEFF'), StringComparison.Ordinal);
        (await user.GetAsync("/console/insights?from=2026-03-02&to=2026-03-01")).Is(HttpStatusCode.SeeOther);
        (await user.GetAsync("/console/insights")).Is(HttpStatusCode.OK);
        (await user.GetAsync("/console/sources")).Is(HttpStatusCode.OK);
    }

    private async Task<string> StrayAsync(string source) =>
        (await host.Api.SubmitAsync(A.Lead(), source)).Is(HttpStatusCode.OK).Value("submissionId")!;

    private static async Task<string> UntilDoneAsync(ConsoleUser user)
    {
        for (var looks = 0; looks < 200; looks++)
        {
            var page = (await user.GetAsync("/console/jobs")).Is(HttpStatusCode.OK).Html;
            if (page.Contains("<tr>", StringComparison.Ordinal) && !page.Contains(">running</span>", StringComparison.Ordinal)) return page;
            await Task.Delay(50);
        }
        throw new TimeoutException("The work does not end");
    }
}
