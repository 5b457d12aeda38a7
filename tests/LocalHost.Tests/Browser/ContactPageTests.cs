using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Browser;

/// <summary>The page of a contact in a real browser on a phone, in both languages, as axe sees it.</summary>
public sealed class ContactPageTests(VirtualHost host, Chromium chromium) : IClassFixture<VirtualHost>, IClassFixture<Chromium>
{
    private readonly Api api = host.Api;

    [Theory]
    [InlineData("es", "Dejar de recibir", "Hacer una pausa", "Volver a recibir", "No recibir ningún correo")]
    [InlineData("en", "Stop this", "Take a break", "Start again", "Stop all mail")]
    public async Task Looking_changes_nothing_and_each_button_does_what_it_says(string language, string stop, string pause, string resume, string stopAll)
    {
        var (url, email) = await ReceiveAsync(language);
        var before = await PressureAsync(email);
        await using var phone = await chromium.Browser.NewContextAsync(new()
        {
            ViewportSize = new ViewportSize { Width = 390, Height = 700 },
            ColorScheme = language == "es" ? ColorScheme.Dark : ColorScheme.Light,
        });
        var page = await phone.NewPageAsync();
        await page.GotoAsync(url, new() { WaitUntil = WaitUntilState.NetworkIdle });
        await page.WaitForTimeoutAsync((float)Proof.PageOpen.TotalMilliseconds);
        Assert.Equal(0, await page.Locator("script").CountAsync());
        await page.LooksGoodAsync(language, $"contact-chooses-{language}");
        Assert.Equal(before, await PressureAsync(email));

        await page.Locator("select").SelectOptionAsync("7");
        await PressAsync(page, pause, language, "paused");
        Assert.NotNull(await PausedAsync(email));
        await PressAsync(page, resume, language, "resumed");
        Assert.Null(await PausedAsync(email));
        await PressAsync(page, stop, language, "stopped");
        Assert.Equal(["ack"], await StoppedAsync(email));
        await PressAsync(page, stopAll, language, "stopped-all");
        Assert.Contains("", await StoppedAsync(email));
        await PressAsync(page, resume, language, "again");
        Assert.Empty(await StoppedAsync(email));
    }

    private async Task PressAsync(IPage page, string label, string language, string name)
    {
        // Of two words of the same instant nobody could say which is the later.
        await api.AdvanceAsync(TimeSpan.FromSeconds(1));
        await page.Locator("button", new() { HasText = label }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveCountAsync(1, new() { Timeout = PageExtensions.Patience });
        await page.LooksGoodAsync(language, $"contact-{name}-{language}");
    }

    private async Task<(string Url, string Email)> ReceiveAsync(string language)
    {
        var email = $"ada{Guid.NewGuid():N}@northwind.example";
        await api.ReceiveAsync(A.Lead().With("email", email).With("language", language));
        var mail = (await api.GetAsync("/dev/mail.json", key: null)).Json.AsArray().Single(m => m!["to"]!.ToString() == email)!;
        return (host.Process.Url + new Uri(mail["headers"]!["List-Unsubscribe"]!.ToString().Trim('<', '>')).PathAndQuery, email);
    }

    private async Task<string> PressureAsync(string email)
    {
        var contact = (await api.PostAsync("/api/contacts/lookup", Api.Json(new JsonObject { ["email"] = email }))).Is(HttpStatusCode.OK).Value("contactId");
        return (await api.GetAsync($"/api/contacts/{contact}/pressure")).Is(HttpStatusCode.OK).Text;
    }

    private async Task<IReadOnlyList<string>> StoppedAsync(string email) =>
        [.. JsonNode.Parse(await PressureAsync(email))!["suppressions"]!.AsArray().Select(s => s!["group"]!.ToString())];

    private async Task<string?> PausedAsync(string email) => JsonNode.Parse(await PressureAsync(email))!["pausedUntil"]?.ToString();
}
