using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Browser;

/// <summary>The landing pages of docs/examples in a real browser, served by another site than the product.</summary>
public sealed class LandingPageTests(LandingSite site, Chromium chromium) : IClassFixture<LandingSite>, IClassFixture<Chromium>
{
    private readonly Api api = site.Api;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_plain_form_becomes_a_lead_and_leads_the_visitor_on(bool script)
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { JavaScriptEnabled = script });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{site.Url}/landing-page.html");
        await page.FillAsync("#name", "Ada Fielding");
        await page.FillAsync("#email", $"ada{script}@northwind.example");
        await page.FillAsync("#phone", "020 7946 0018");
        await page.FillAsync("#company", "Northwind Traders");
        await page.CheckAsync("input[type=checkbox]");
        await page.ClickAsync("button");
        await page.ArrivesAtAsync($"{site.Url}/thanks");
        var lead = await LeadOfAsync($"ada{script}@northwind.example");
        Assert.Equal(("Ada Fielding", "newsletter", "spring", "yes"), (lead["fullName"]?.ToString(), lead["utmSource"]?.ToString(), lead["campaign"]?.ToString(), lead["consent"]?.ToString()));
        Assert.Equal("+442079460018", lead["phone"]?.ToString());
    }

    [Fact]
    public async Task The_fetch_variant_posts_across_origins_and_says_what_came_of_it()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{site.Url}/landing-page-fetch.html?utm_source=google&utm_campaign=brand");
        await page.FillAsync("input[name=full_name]", "Bea Fielding");
        await page.FillAsync("input[name=email]", "bea@northwind.example");
        await page.CheckAsync("input[type=checkbox]");
        // The page tells how long it was open; a test is faster than any person.
        await page.EvaluateAsync("performance.now = () => 9000");
        await page.ClickAsync("button");
        await page.WaitForFunctionAsync("document.querySelector('output').value.startsWith('Thank you')");
        var lead = await LeadOfAsync("bea@northwind.example");
        Assert.Equal(("google", "brand"), (lead["utmSource"]?.ToString(), lead["campaign"]?.ToString()));
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_read_the_answer_and_its_post_waits_in_quarantine()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{site.OtherUrl}/landing-page-fetch.html");
        await page.FillAsync("input[name=full_name]", "Cleo Fielding");
        await page.FillAsync("input[name=email]", "cleo@northwind.example");
        await page.CheckAsync("input[type=checkbox]");
        await page.ClickAsync("button");
        await page.WaitForFunctionAsync("document.querySelector('output').value.startsWith('That did not work')");

        await page.GotoAsync($"{site.OtherUrl}/landing-page.html");
        await page.FillAsync("#name", "Cleo Fielding");
        await page.FillAsync("#email", "cleo@northwind.example");
        await page.CheckAsync("input[type=checkbox]");
        await page.ClickAsync("button");
        await page.ArrivesAtAsync(new Regex($"^(?!{Regex.Escape(site.OtherUrl)})"));
        Assert.StartsWith("spam.origin", await ReasonOfAsync("cleo@northwind.example"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_fills_in_everything_is_kept_apart()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{site.Url}/landing-page.html");
        await page.EvaluateAsync("for (const i of document.querySelectorAll('input:not([type=hidden]):not([type=checkbox]), textarea')) i.value = i.type === 'email' ? 'bot@spam.example' : 'x'");
        await page.CheckAsync("input[type=checkbox]");
        Assert.False(await page.Locator("input[name=_gotcha]").IsVisibleAsync() && (await page.Locator("input[name=_gotcha]").BoundingBoxAsync())!.X >= 0);
        await page.ClickAsync("button");
        await page.ArrivesAtAsync($"{site.Url}/thanks");
        Assert.StartsWith("spam.honeypot", await ReasonOfAsync("bot@spam.example"), StringComparison.Ordinal);
    }

    private async Task<JsonNode> LeadOfAsync(string email)
    {
        await api.SettleAsync();
        var line = Assert.Single(await api.ListAsync($"&q={Uri.EscapeDataString(email)}"));
        return (await api.LeadAsync(line["leadId"]!.ToString())).Json["attributes"]!;
    }

    private async Task<string> ReasonOfAsync(string email) =>
        (await api.GetAsync("/api/quarantine")).Is(HttpStatusCode.OK).Json["items"]!.AsArray().Single(i => i!["attributes"]!["email"]?.ToString() == email)!["problems"]![0]!.ToString();
}

/// <summary>A host with a row for the landing page, and two web sites: one that the row allows, and another.</summary>
public sealed class LandingSite : IAsyncLifetime
{
    private readonly ConcurrentBag<WebApplication> sites = [];

    public HostProcess Process { get; private set; } = null!;

    public Api Api { get; private set; } = null!;

    public string Url { get; private set; } = "";

    public string OtherUrl { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Process = await HostProcess.StartAsync();
        (Url, OtherUrl) = (await ServeAsync(), await ServeAsync());
        await Process.KillAsync();
        await StoreFile.PutSourceAsync(Process, "landing-page", ("Shape", "flat"), ("DefaultRegion", "GB"), ("Honeypot", "_gotcha"), ("Origins", Url), ("Redirects", $"{Url}/thanks"));
        await Process.StartAgainAsync();
        Api = new Api(Process.Client);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        foreach (var site in sites) await site.DisposeAsync();
    }

    private async Task<string> ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var site = builder.Build();
        sites.Add(site);
        site.Urls.Add("http://127.0.0.1:0");
        site.MapGet("/thanks", () => Results.Text("Thank you", "text/html"));
        site.MapGet("/{page}", (string page) => Results.Text(Page(page, site.Urls.Single()), "text/html"));
        await site.StartAsync();
        return site.Urls.Single();
    }

    // As somebody would who takes the example: his own addresses, nothing else.
    private string Page(string name, string url)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LeadRouter.sln"))) folder = Path.GetDirectoryName(folder)!;
        return File.ReadAllText(Path.Combine(folder, "docs", "examples", Path.GetFileName(name)))
            .Replace("http://127.0.0.1:7071", Process.Url, StringComparison.Ordinal)
            .Replace("name=\"_next\" value=\"\"", $"name=\"_next\" value=\"{url}/thanks\"", StringComparison.Ordinal);
    }
}
