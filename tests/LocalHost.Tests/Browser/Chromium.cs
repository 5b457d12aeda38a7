using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Browser;

/// <summary>A real browser, for pages that scanners and people open. Missing, it fails the tests: nothing is skipped in silence.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // The shell is the same engine without the windows and menus that take half of its time here.
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Find(),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        playwright?.Dispose();
    }

    private static string Find() =>
        (from name in Names
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         select Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("No chromium on the PATH: run tests/install-browser.sh");
}

internal static class PageExtensions
{
    /// <summary>How long a page may take on a busy machine, in milliseconds.</summary>
    public const float Patience = 30_000;

    /// <summary>
    /// Waits until the page is at an address. An assertion is asked again and again; Playwright's own WaitForURLAsync looks once and
    /// then listens, and waits in vain for a navigation that ends between the two (playwright-dotnet #3364).
    /// </summary>
    public static Task ArrivesAtAsync(this IPage page, string url) => page.ArrivesAtAsync(new Regex($"^{Regex.Escape(url)}$"));

    public static Task ArrivesAtAsync(this IPage page, Regex url) => Assertions.Expect(page).ToHaveURLAsync(url, new() { Timeout = Patience });
}
