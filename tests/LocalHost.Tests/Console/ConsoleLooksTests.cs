using Deque.AxeCore.Playwright;
using LeadRouter.LocalHost.Tests.Browser;
using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Console;

/// <summary>The console in a real browser: fit for everybody, and proof against what forms send.</summary>
public sealed class ConsoleLooksTests(VirtualHost host, Chromium chromium) : IClassFixture<VirtualHost>, IClassFixture<Chromium>
{
    private readonly Api api = host.Api;

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("es", ColorScheme.Dark)]
    public async Task Every_page_is_fit_for_everybody_and_for_a_phone(string language, ColorScheme theme)
    {
        var lead = await SeedAsync();
        foreach (var (colours, width) in Proof.InFull ? [(ColorScheme.Light, 1280), (ColorScheme.Dark, 390)] : new[] { (theme, language == "en" ? 1280 : 390) })
        {
            await using var context = await chromium.Browser.NewContextAsync(new() { Locale = language, ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } });
            var page = await context.SignInToConsoleAsync(host.Process);
            foreach (var (name, path) in Pages(lead))
            {
                await page.GotoAsync(host.Process.Url + path);
                await LooksGoodAsync(page, name, language);
                if (Proof.Screenshots is { } folder && width == 1280) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"console-{name}.png") });
            }
        }
    }

    [Fact]
    public async Task What_forms_send_is_shown_as_text_on_every_page()
    {
        var alarms = new List<string>();
        await using var context = await chromium.Browser.NewContextAsync(new() { Locale = "en" });
        var page = await context.SignInToConsoleAsync(host.Process);
        page.Dialog += async (_, dialog) =>
        {
            alarms.Add(dialog.Message);
            await dialog.DismissAsync();
        };
        var harmless = await MarkupAsync(page, await SubmitAsync(_ => "harmless"));
        foreach (var payload in HostilePayloads.All.Take(Proof.Payloads))
        {
            var hostile = await MarkupAsync(page, await SubmitAsync(_ => payload));
            Assert.True(harmless == hostile, $"{payload}: {hostile} instead of {harmless}");
        }
        Assert.Empty(alarms);
    }

    /// <summary>How many elements that could act each page of the lead has.</summary>
    private async Task<string> MarkupAsync(IPage page, string lead)
    {
        var counts = new List<string>();
        foreach (var path in new[] { $"/console/leads/{lead}", "/console/leads?q=hostile", "/console" })
        {
            await page.GotoAsync(host.Process.Url + path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            counts.Add($"{path.Split('?')[0].Replace(lead, "", StringComparison.Ordinal)}: {await page.EvaluateAsync<string>(
                "['script','img','iframe','object','embed','svg','style','link','base','meta','form','a[href^=javascript]','[onerror],[onload],[onclick],[onfocus],[onmouseover]'].map(s => document.querySelectorAll(s).length).join()")}");
        }
        return string.Join(" ", counts);
    }

    /// <summary>A lead with the text in every field that a form may send.</summary>
    private async Task<string> SubmitAsync(Func<string, string> text)
    {
        var lead = new JsonObject { ["email"] = $"hostile{Guid.NewGuid():N}@northwind.example", ["country"] = "ES" };
        foreach (var field in new[] { "first_name", "last_name", "full_name", "company", "title", "industry", "message", "city", "product", "utm_source", "utm_campaign", "anything_else" }) lead[field] = text(field);
        return await api.ReceiveAsync(lead);
    }

    private async Task<string> SeedAsync()
    {
        await api.PostAsync("/api/leads/no-such-source", Api.Json(new { email = "lost@northwind.example" }), key: null);
        for (var i = 0; i < 3; i++) await api.ReceiveAsync(A.Lead());
        return await api.ReceiveAsync(A.Lead().With("company", "Zebra Instruments").With("country", "ES"));
    }

    private static async Task LooksGoodAsync(IPage page, string name, string language)
    {
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{name} is wider than its window");
        var seen = await page.RunAxe();
        Assert.True(seen.Violations.Length == 0, $"{name}: {string.Join("; ", seen.Violations.Select(v => $"{v.Id}: {v.Help} {v.Nodes[0].Html}"))}");
    }

    private static IEnumerable<(string Name, string Path)> Pages(string lead) =>
    [
        ("today", "/console"), ("leads", "/console/leads"), ("lead", $"/console/leads/{lead}"), ("rules", "/console/rules"), ("sheet", "/console/rules/RoutingRules"),
        ("preview", "/console/preview"), ("pools", "/console/pools"), ("outreach", "/console/outreach"), ("sources", "/console/sources"), ("insights", "/console/insights"),
        ("quarantine", "/console/quarantine"), ("jobs", "/console/jobs"),
    ];
}
