using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Console;

/// <summary>A sales manager looks for a lead, sees why it went where it went, and moves it.</summary>
public sealed class LeadPageTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    [Fact]
    public async Task A_lead_is_found_explained_and_reassigned_once_however_often_the_button_is_pressed()
    {
        var id = await host.Api.ReceiveAsync(A.Lead().With("full_name", "Íñigo Núñez").With("company", "Zebra Instruments"));
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        var list = (await user.GetAsync("/console/leads?q=inigo+nunez+zebra")).Is(HttpStatusCode.OK).Html;
        Assert.Contains(">Íñigo Núñez Zebra Instruments ", WebUtility.HtmlDecode(list), StringComparison.Ordinal);
        Assert.Contains($"/console/leads/{id}", list, StringComparison.Ordinal);
        Assert.DoesNotContain($"/console/leads/{id}", (await user.GetAsync("/console/leads?q=zebra&state=won")).Html, StringComparison.Ordinal);

        var page = (await user.GetAsync($"/console/leads/{id}")).Is(HttpStatusCode.OK);
        var owner = (await host.Api.LeadAsync(id)).Owner!;
        Assert.Contains("Zebra Instruments", page.Html, StringComparison.Ordinal);
        var decision = (await host.Api.GetAsync($"/api/lead/{id}/decisions")).Json["decisions"]!.AsArray()[^1]!;
        Assert.NotNull(decision);

        var press = ConsoleUser.Field(page.Html, "press");
        var to = owner == "ana" ? "marc" : "ana";
        for (var times = 0; times < 2; times++)
            Assert.Equal($"/console/leads/{id}", (await user.PostAsync($"/console/leads/{id}/signals", ("press", press), ("type", "reassigned"), ("owner", to), ("reason", "She knows them"))).Location);
        await host.Api.SettleAsync();
        var moved = await host.Api.LeadAsync(id);
        Assert.Equal(to, moved.Owner);
        Assert.Equal(2, moved.Attempt);

        await user.PostAsync("/console/language", ("language", "es"), ("next", "/console"));
        var spanish = WebUtility.HtmlDecode((await user.GetAsync($"/console/leads/{id}")).Html);
        Assert.Contains($"Dado a {to} por un editor: She knows them", spanish, StringComparison.Ordinal);
        Assert.Contains("correo de asignación a ", spanish, StringComparison.Ordinal);
        Assert.DoesNotContain("<span lang=\"en\">", spanish, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lead_that_was_passed_on_tells_of_every_pool_why_its_reps_did_not_get_it()
    {
        var id = await host.Api.ReceiveAsync(A.Lead().With("country", "MX"));
        var decision = (await host.Api.GetAsync($"/api/lead/{id}/decisions")).Json["decisions"]!.AsArray()[^1]!;
        Assert.StartsWith("Duty desk: pool always-on; nobody in latam could take it", decision["sentence"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("off shift", decision["why"]!["carlos"]!.ToString(), StringComparison.Ordinal);
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync(HostProcess.ViewerKey);
        var page = (await user.GetAsync($"/console/leads/{id}")).Html;
        Assert.Matches(@"<dt>Carlos Medina \(latam\)</dt>\s*<dd>Carlos Medina off shift", page);
        Assert.Contains("<dt>Duty desk (always-on)</dt>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_and_nothing_changes()
    {
        var id = await host.Api.ReceiveAsync(A.Lead());
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        var page = await user.GetAsync($"/console/leads/{id}");
        await user.PostAsync($"/console/leads/{id}/signals", ("press", ConsoleUser.Field(page.Html, "press")), ("type", "reassigned"), ("owner", "nobody"));
        Assert.Contains("class=\"flash bad\"", (await user.GetAsync($"/console/leads/{id}")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"flash", (await user.GetAsync($"/console/leads/{id}")).Html, StringComparison.Ordinal);
        (await user.GetAsync("/console/leads/nothing-of-ours")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_rep_is_paused_and_comes_back()
    {
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        await user.GetAsync("/console/pools");
        (await user.PostAsync("/console/reps/lena/pause", ("until", "2020-01-01T00:00"))).Is(HttpStatusCode.SeeOther);
        Assert.Contains("class=\"flash bad\"", (await user.GetAsync("/console/pools")).Html, StringComparison.Ordinal);
        (await user.PostAsync("/console/reps/lena/pause", ("until", ""), ("reason", "at the fair"))).Is(HttpStatusCode.SeeOther);
        Assert.Contains("at the fair", (await user.GetAsync("/console/pools")).Html, StringComparison.Ordinal);
        Assert.Contains("paused", await ReasonsOfAsync("dach", "lena"));
        (await user.PostAsync("/console/reps/lena/resume")).Is(HttpStatusCode.SeeOther);
        Assert.DoesNotContain("paused", await ReasonsOfAsync("dach", "lena"));
        (await user.PostAsync("/console/reps/nobody/pause")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Days_off_are_written_where_the_rep_stands_and_never_over_somebody_elses()
    {
        const string form = "/console/reps/jonas/time-off";
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        var page = await user.GetAsync("/console/pools");
        await user.SubmitAsync(page, form, ("days", "soon"));
        Assert.Contains("class=\"flash bad\"", (await user.GetAsync("/console/pools")).Html, StringComparison.Ordinal);
        await user.SubmitAsync(page, form, ("days", "2026-03-01..2026-03-20"));
        page = await user.GetAsync("/console/pools");
        Assert.Equal("2026-03-01..2026-03-20", ConsoleUser.FieldsOf(page.Html, form)["was"]);
        Assert.Contains("time-off", await ReasonsOfAsync("dach", "jonas"));
        await user.SubmitAsync(page, form, ("days", ""), ("was", ""));
        Assert.Contains("class=\"flash bad\"", (await user.GetAsync("/console/pools")).Html, StringComparison.Ordinal);
        await user.SubmitAsync(page, form, ("days", ""));
        Assert.DoesNotContain("time-off", await ReasonsOfAsync("dach", "jonas"));
    }

    private async Task<IReadOnlyList<string>> ReasonsOfAsync(string pool, string rep) =>
    [
        .. (await host.Api.GetAsync($"/api/pools/{pool}/ledger")).Json["reps"]!.AsArray()
            .Single(r => r!["rep"]!.GetValue<string>() == rep)!["reasons"]!.AsArray().Select(r => r!.GetValue<string>()),
    ];
}
