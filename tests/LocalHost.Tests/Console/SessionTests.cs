using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Console;

/// <summary>Who comes into the console, what he may do there, and how it ends.</summary>
public sealed class SessionTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    [Fact]
    public async Task Without_a_session_every_page_leads_to_the_sign_in_and_from_there_to_where_one_was_going()
    {
        using var user = new ConsoleUser(host.Process);
        var refused = (await user.GetAsync("/console/pools")).Is(HttpStatusCode.SeeOther);
        Assert.Equal("/console/sign-in?next=%2Fconsole%2Fpools", refused.Location);
        Assert.Equal("/console/pools", (await user.SignInAsync(next: "/console/pools")).Is(HttpStatusCode.SeeOther).Location);
        (await user.GetAsync("/console/pools")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_that_is_not_known_opens_nothing()
    {
        using var user = new ConsoleUser(host.Process);
        (await user.SignInAsync("some-other-key-of-somebody")).Is(HttpStatusCode.Unauthorized);
        (await user.GetAsync("/console/leads")).Is(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts_and_other_sites_and_do_not_hold_the_key()
    {
        using var user = new ConsoleUser(host.Process);
        var signedIn = await user.SignInAsync();
        Assert.NotEmpty(signedIn.Cookies);
        Assert.All(signedIn.Cookies, cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("path=/console", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(HostProcess.EditorKey, cookie, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("/consolex")]
    [InlineData("/console/\r\nX: y")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/dev/mail")]
    [InlineData("")]
    public async Task A_sign_in_leads_nowhere_but_into_the_console(string next)
    {
        using var user = new ConsoleUser(host.Process);
        Assert.Equal("/console", (await user.SignInAsync(next: next)).Is(HttpStatusCode.SeeOther).Location);
    }

    [Fact]
    public async Task A_form_that_is_not_ours_does_nothing()
    {
        var id = await host.Api.ReceiveAsync(A.Lead());
        using var user = new ConsoleUser(host.Process);
        using var stranger = new ConsoleUser(host.Process);
        await user.SignInAsync();
        var foreign = ConsoleUser.Field((await stranger.GetAsync("/console/sign-in")).Html, "_form");
        (await user.PostWithoutTokenAsync($"/console/leads/{id}/signals", ("type", "contacted"))).Is(HttpStatusCode.BadRequest);
        (await user.PostWithoutTokenAsync($"/console/leads/{id}/signals", ("type", "contacted"), ("_form", foreign))).Is(HttpStatusCode.BadRequest);
        (await user.PostWithoutTokenAsync("/console/sign-out")).Is(HttpStatusCode.BadRequest);
        Assert.Equal("offered", (await host.Api.LeadAsync(id)).State);
        (await user.GetAsync("/console/leads")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_viewer_looks_and_changes_nothing()
    {
        var id = await host.Api.ReceiveAsync(A.Lead());
        using var viewer = new ConsoleUser(host.Process);
        await viewer.SignInAsync(HostProcess.ViewerKey);
        var page = (await viewer.GetAsync($"/console/leads/{id}")).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("/signals", page.Html, StringComparison.Ordinal);
        (await viewer.PostAsync($"/console/leads/{id}/signals", ("type", "contacted"), ("press", "1"))).Is(HttpStatusCode.Forbidden);
        Assert.Equal("offered", (await host.Api.LeadAsync(id)).State);
    }

    [Fact]
    public async Task A_session_ends_with_the_day_or_with_the_button()
    {
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        await user.GetAsync("/console/leads");
        (await user.PostAsync("/console/sign-out")).Is(HttpStatusCode.SeeOther);
        (await user.GetAsync("/console/leads")).Is(HttpStatusCode.SeeOther);
        await user.SignInAsync();
        await host.Api.AdvanceAsync(TimeSpan.FromHours(9));
        (await user.GetAsync("/console/leads")).Is(HttpStatusCode.OK);
        await host.Api.AdvanceAsync(TimeSpan.FromHours(2));
        (await user.GetAsync("/console/leads")).Is(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task The_language_is_the_browsers_until_one_is_chosen()
    {
        using var user = new ConsoleUser(host.Process);
        await user.SignInAsync();
        Assert.Contains("<html lang=\"en\">", (await user.GetAsync("/console/leads")).Html, StringComparison.Ordinal);
        Assert.Equal("/console/leads", (await user.PostAsync("/console/language", ("language", "es"), ("next", "/console/leads"))).Location);
        Assert.Contains("<html lang=\"es\">", (await user.GetAsync("/console/leads")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Style_and_script_are_found_and_nothing_else()
    {
        using var user = new ConsoleUser(host.Process);
        var page = (await user.GetAsync("/console/sign-in")).Html;
        var assets = System.Text.RegularExpressions.Regex.Matches(page, "(?:href|src)=\"(/console/assets/[^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.True(assets.Count >= 4);
        foreach (var asset in assets) (await user.GetAsync(asset)).Is(HttpStatusCode.OK);
        (await user.GetAsync("/console/assets/none.js")).Is(HttpStatusCode.NotFound);
    }
}
