using LeadRouter.LocalHost.Tests.Browser;
using LeadRouter.LocalHost.Tests.Hosting;
using LeadRouter.Tests.Shared;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Console;

/// <summary>The console in a real browser: fit for everybody. Its pictures are kept under docs/screenshots.</summary>
public sealed class ConsoleLooksTests(VirtualHost host, Chromium chromium) : IClassFixture<VirtualHost>, IClassFixture<Chromium>
{
    private readonly Api api = host.Api;

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("es", ColorScheme.Dark)]
    public async Task Every_page_is_fit_for_everybody_and_for_a_phone(string language, ColorScheme theme)
    {
        var (lead, several) = await SeedAsync();
        foreach (var (colours, width) in Prove.Big ? [(ColorScheme.Light, 1280), (ColorScheme.Dark, 390)] : new[] { (theme, language == "en" ? 1280 : 390) })
        {
            await using var context = await chromium.Browser.NewContextAsync(new() { Locale = language, ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } });
            var page = await context.SignInToConsoleAsync(host.Process);
            foreach (var (name, path) in Pages(lead, several))
            {
                await page.GotoAsync(host.Process.Url + path);
                await page.LooksGoodAsync(language, $"console-{name}", picture: width == 1280 && language == "en");
            }
        }
    }

    private async Task<(string Lead, string Several)> SeedAsync()
    {
        await api.PostAsync("/api/leads/no-such-source", Api.Json(new { email = "lost@northwind.example" }), key: null);
        for (var i = 0; i < 3; i++) await api.ReceiveAsync(A.Lead());
        var pools = (await api.GetAsync("/api/config/Pools")).Is(HttpStatusCode.OK).Json.AsArray();
        pools.Single(p => p!["RowKey"]!.ToString() == "dach")!["Strategy"] = "broadcast";
        await api.ConfigureAsync(pools, "Pools");
        var several = await api.ReceiveAsync(A.Lead().With("country", "DE"));
        return (await api.ReceiveAsync(A.Lead().With("company", "Zebra Instruments").With("country", "ES")), several);
    }

    private static IEnumerable<(string Name, string Path)> Pages(string lead, string several) =>
    [
        ("today", "/console"), ("leads", "/console/leads"), ("lead", $"/console/leads/{lead}"), ("broadcast", $"/console/leads/{several}"), ("rules", "/console/rules"), ("sheet", "/console/rules/RoutingRules"),
        ("preview", "/console/preview"), ("pools", "/console/pools"), ("outreach", "/console/outreach"), ("sources", "/console/sources"), ("insights", "/console/insights"),
        ("quarantine", "/console/quarantine"), ("jobs", "/console/jobs"),
    ];
}
