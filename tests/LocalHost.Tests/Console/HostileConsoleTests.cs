using LeadRouter.LocalHost.Tests.Browser;
using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Console;

/// <summary>I1: the console is proof against what forms, editors and its visitors write.</summary>
public sealed class HostileConsoleTests(VirtualHost host, Chromium chromium) : IClassFixture<VirtualHost>, IClassFixture<Chromium>
{
    private const string Stray = "no-source-of-ours";

    private readonly Api api = host.Api;
    private string? stray;

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
        var harmless = await MarkupAsync(page, "harmless");
        foreach (var payload in HostilePayloads.All.Take(Proof.Payloads))
        {
            var hostile = await MarkupAsync(page, payload);
            Assert.True(harmless == hostile, $"{payload}: {hostile} instead of {harmless}");
        }
        Assert.Empty(alarms);
    }

    /// <summary>How many elements that could act each page has, with the text wherever a form, an editor or a visitor of the console may write it.</summary>
    private async Task<string> MarkupAsync(IPage page, string text)
    {
        var lead = await SubmitAsync(text);
        await api.SignalAsync(lead, new { type = "reassigned", owner = "marc", reason = text });
        (await api.PostAsync("/api/reps/jonas/pause", Api.Json(new { reason = text }))).Is(HttpStatusCode.OK);
        await api.SettleAsync();
        var counts = new List<string>();
        foreach (var path in new[] { $"/console/leads/{lead}", $"/console/leads?q={Uri.EscapeDataString(text)}", "/console", $"/console/quarantine?source={Stray}", "/console/pools" })
        {
            await OpenAsync(path);
            await CountAsync(path.Split('?')[0].Replace(lead, "", StringComparison.Ordinal));
        }
        await OpenAsync("/console/preview");
        foreach (var field in await page.Locator("main input[name]:not([type=hidden]), main textarea").AllAsync()) await field.FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await CountAsync("preview");
        await OpenAsync("/console/rules/Pools");
        foreach (var name in new[] { "k", "c" }) await page.Locator($"input[name^={name}]").Last.FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await page.Locator("[aria-invalid=true]").First.WaitForAsync();
        await CountAsync("sheet");
        return string.Join(" ", counts);

        Task OpenAsync(string path) => page.GotoAsync(host.Process.Url + path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        async Task CountAsync(string where) => counts.Add($"{where}: {await page.EvaluateAsync<string>(
            "['script','img','iframe','object','embed','svg','style','link','base','meta','form','a[href^=javascript]','[onerror],[onload],[onclick],[onfocus],[onmouseover]'].map(s => document.querySelectorAll(s).length).join()")}");
    }

    /// <summary>A lead with the text in every field that a form may send, and the same in quarantine.</summary>
    private async Task<string> SubmitAsync(string text)
    {
        var lead = new JsonObject { ["email"] = $"hostile{Guid.NewGuid():N}@northwind.example", ["country"] = "ES" };
        foreach (var field in new[] { "first_name", "last_name", "full_name", "company", "title", "industry", "message", "city", "product", "utm_source", "utm_campaign", "anything_else" }) lead[field] = text;
        if (stray is not null) (await api.SendAsync(HttpMethod.Delete, $"/api/quarantine/{stray}", null, HostProcess.EditorKey)).Is(HttpStatusCode.OK);
        stray = (await api.SubmitAsync(lead, Stray)).Is(HttpStatusCode.OK).Value("submissionId");
        return await api.ReceiveAsync(lead);
    }
}
