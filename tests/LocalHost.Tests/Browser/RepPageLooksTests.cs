using Deque.AxeCore.Playwright;
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
            await LooksGoodAsync(page, language, action);
        }
        await page.Locator("button").ClickAsync();
        await LooksGoodAsync(page, language, "accepted");
        await page.GetByRole(AriaRole.Link, new() { Name = language == "es" ? "Mis leads" : "My leads" }).ClickAsync();
        await LooksGoodAsync(page, language, "my-leads");
        await page.Locator("button").ClickAsync();
        await LooksGoodAsync(page, language, "paused");
        await page.Locator("button").ClickAsync();
        await page.GotoAsync($"{host.Process.Url}/r/made-up");
        await LooksGoodAsync(page, "en", $"invalid-{language}");
    }

    private static async Task LooksGoodAsync(IPage page, string language, string name)
    {
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{name} is wider than a phone");
        var seen = await page.RunAxe();
        Assert.True(seen.Violations.Length == 0, $"{name}: {string.Join("; ", seen.Violations.Select(v => $"{v.Id}: {v.Help} {v.Nodes[0].Html}"))}");
        if (Proof.Screenshots is { } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"rep-{name}-{language}.png") });
    }
}
