using LeadRouter.LocalHost.Tests.Browser;
using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Console;

/// <summary>The journeys that people make at the console, in a real browser.</summary>
public sealed class ConsoleBrowserTests(VirtualHost host, Chromium chromium) : IClassFixture<VirtualHost>, IClassFixture<Chromium>
{
    private readonly Api api = host.Api;

    [Fact]
    public async Task A_rule_is_changed_seen_to_be_wrong_mended_previewed_and_published_with_the_mouse()
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { Locale = "en" });
        var page = await context.SignInToConsoleAsync(host.Process);
        await page.GotoAsync($"{host.Process.Url}/console/rules/ScoringRules");
        var cell = page.GetByLabel("Points country-core");
        await cell.FillAsync("ten");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Points country-core")).ToHaveAttributeAsync("aria-invalid", "true", new() { Timeout = PageExtensions.Patience });
        await page.GetByLabel("Points country-core").FillAsync("33");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByText("Saved as a draft").WaitForAsync();
        await page.GotoAsync($"{host.Process.Url}/console/preview");
        await page.GetByLabel("Country").FillAsync("ES");
        await page.GetByLabel("Email").FillAsync("ada@northwind.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await page.GetByText("country-core (fit)").WaitForAsync();
        Assert.Contains("33", await page.GetByText("country-core (fit)").InnerTextAsync(), StringComparison.Ordinal);
        await page.GotoAsync($"{host.Process.Url}/console/rules");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await page.GetByRole(AriaRole.Status).WaitForAsync();
        var id = await api.ReceiveAsync(A.Lead().With("country", "ES"));
        var evidence = (await api.LeadAsync(id)).Json["score"]!["evidence"]!.AsArray().Single(e => e!["rule"]!.GetValue<string>() == "country-core");
        Assert.Equal(33, evidence!["points"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_quarantined_lead_is_mended_and_replayed()
    {
        var id = (await api.SubmitAsync(A.Lead(), "trade-fair")).Value("submissionId")!;
        await using var context = await chromium.Browser.NewContextAsync(new() { Locale = "en" });
        var page = await context.SignInToConsoleAsync(host.Process);
        await page.GotoAsync($"{host.Process.Url}/console/quarantine?source=trade-fair");
        await page.GetByText("there is no source trade-fair").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sources", Exact = true }).Last.ClickAsync();
        var blank = page.Locator("table.sheet tr", new() { Has = page.Locator("input[name^=k][value='']") }).First;
        await blank.Locator("input[name^=k]").FillAsync("trade-fair");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByText("Saved and in force").WaitForAsync();
        await page.GotoAsync($"{host.Process.Url}/console/quarantine?source=trade-fair");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Read again {id}" }).ClickAsync();
        await page.GetByText("it is a lead now").WaitForAsync();
        await api.SettleAsync();
        Assert.NotEqual("quarantined", (await api.LeadAsync(id)).State);
    }

    [Fact]
    public async Task Somebody_finds_out_why_a_rep_did_not_get_a_lead_and_gives_it_to_him()
    {
        var id = await api.ReceiveAsync(A.Lead().With("company", "Quokka Optics").With("country", "ES"));
        var owner = (await api.LeadAsync(id)).Owner;
        var other = owner == "marc" ? ("ana", "Ana Robles") : ("marc", "Marc Puig");
        await using var context = await chromium.Browser.NewContextAsync(new() { Locale = "en" });
        var page = await context.SignInToConsoleAsync(host.Process);
        await page.GetByRole(AriaRole.Link, new() { Name = "Leads" }).ClickAsync();
        await page.GetByLabel("Search").FillAsync("quokka");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.Locator($"a[href='/console/leads/{id}']").ClickAsync();
        var why = page.Locator($"dt:has-text('{other.Item2}') + dd").First;
        Assert.Contains(other.Item2, await why.InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Give to").SelectOptionAsync(other.Item1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Reassign" }).ClickAsync();
        await page.GetByRole(AriaRole.Status).WaitForAsync();
        Assert.Equal(other.Item1, (await api.LeadAsync(id)).Owner);
    }

    [Fact]
    public async Task A_rep_is_paused_by_keyboard_and_the_page_says_so()
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { Locale = "es" });
        var page = await context.SignInToConsoleAsync(host.Process);
        await page.GotoAsync($"{host.Process.Url}/console/pools");
        await page.GetByLabel("Pausar a Jonas Gruber").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("form[action='/console/reps/jonas/pause']").GetByLabel("porque").FocusAsync();
        await page.Keyboard.TypeAsync("feria");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Jonas Gruber está en pausa").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Reanudar a Jonas Gruber" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Jonas Gruber ha vuelto").WaitForAsync();
    }
}

internal static class ConsoleBrowser
{
    public static async Task<IPage> SignInToConsoleAsync(this IBrowserContext context, HostProcess host)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{host.Url}/console/sign-in");
        await page.Locator("input[name=key]").FillAsync(HostProcess.EditorKey);
        await page.Locator("main button").ClickAsync();
        await page.ArrivesAtAsync($"{host.Url}/console");
        return page;
    }
}
