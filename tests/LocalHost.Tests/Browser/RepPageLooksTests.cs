using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Browser;

/// <summary>The pages on a phone, in both languages, without script, as axe sees them; their pictures are kept under docs/screenshots.</summary>
public sealed class RepPageLooksTests(VirtualHost host, Chromium chromium) : IClassFixture<VirtualHost>, IClassFixture<Chromium>
{
    private readonly Api api = host.Api;

    [Theory]
    [InlineData("ES", "es")]
    [InlineData("DE", "en")]
    public async Task Every_page_of_a_rep_is_fit_for_a_phone_and_for_everybody(string country, string language)
    {
        var id = await api.ReceiveAsync(new JsonObject
        {
            ["email"] = $"ada@fielding-{language}.example",
            ["full_name"] = "Ada Fielding",
            ["company"] = "Northwind",
            ["country"] = country,
            ["employees"] = 120,
            ["message"] = "A demo this week, please.",
        });
        var mail = (await api.MailsAboutAsync(id)).Single(m => m.Class == "assignment");
        await using var phone = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 390, Height = 700 }, ColorScheme = language == "es" ? ColorScheme.Dark : ColorScheme.Light });
        var page = await phone.NewPageAsync();
        foreach (var action in new[] { "reject", "qualified", "disqualified", "rate", "accept" })
        {
            await page.GotoAsync(host.Process.Url + await mail.LinkToAsync(api, action));
            Assert.Equal(1, await page.Locator("button").CountAsync());
            await page.LooksGoodAsync(language, $"rep-{action}-{language}");
        }
        await page.Locator("button").ClickAsync();
        await page.LooksGoodAsync(language, $"rep-accepted-{language}");
        await page.GetByRole(AriaRole.Link, new() { Name = language == "es" ? "Mis leads" : "My leads" }).ClickAsync();
        await page.LooksGoodAsync(language, $"rep-my-leads-{language}");
        await page.Locator("button").ClickAsync();
        await page.LooksGoodAsync(language, $"rep-paused-{language}");
        await page.Locator("button").ClickAsync();
        await page.GotoAsync($"{host.Process.Url}/r/made-up");
        await page.LooksGoodAsync("en", $"rep-invalid-{language}", picture: false);
    }
}
