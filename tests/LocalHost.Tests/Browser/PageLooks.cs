using Deque.AxeCore.Commons;
using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Browser;

/// <summary>Whether a page is fit for everybody: told in its language, no wider than its window, without a violation that axe knows.</summary>
internal static class PageLooks
{
    // Deque's own runner for Playwright also tells what passed and merges frames: six times as slow for pages that have no frames.
    private const string Violations = """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes[0].html)
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <param name="name">Of the page, and of the picture that is kept of it when pictures are asked for.</param>
    public static async Task LooksGoodAsync(this IPage page, string language, string name, bool picture = true)
    {
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{name} is wider than its window");
        await page.EvaluateAsync(Axe);
        var violations = await page.EvaluateAsync<string[]>(Violations);
        Assert.True(violations.Length == 0, $"{name}: {string.Join("; ", violations)}");
        if (picture && Proof.Screenshots is { } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
