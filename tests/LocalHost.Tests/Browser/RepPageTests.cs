using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Browser;

/// <summary>L2 and I1: the rep's page in a real browser, with all of its script.</summary>
public sealed class RepPageTests(VirtualHost host, Chromium chromium) : IClassFixture<VirtualHost>, IClassFixture<Chromium>
{
    private const string Evil = "<script>alert(1)</script>";

    private readonly Api api = host.Api;

    [Fact]
    public async Task Opening_the_page_changes_nothing_and_pressing_the_button_acts_once()
    {
        var id = await api.ReceiveAsync(A.Lead());
        var offer = (await api.MailsAboutAsync(id)).Single(m => m.Class == "assignment");
        var before = (await api.LeadAsync(id)).Json.ToJsonString();
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(host.Process.Url + await offer.LinkToAsync(api, "accept"), new() { WaitUntil = WaitUntilState.NetworkIdle });
        await page.WaitForTimeoutAsync((float)Proof.PageOpen.TotalMilliseconds);
        Assert.Equal(before, (await api.LeadAsync(id)).Json.ToJsonString());

        await page.Locator("button[name=action][value=accept]").ClickAsync();
        await Assertions.Expect(page.Locator("button")).ToHaveCountAsync(0, new() { Timeout = PageExtensions.Patience });
        var accepted = await api.LeadAsync(id);
        Assert.Equal("accepted", accepted.State);
        await page.ReloadAsync();
        Assert.Equal(accepted.Json.ToJsonString(), (await api.LeadAsync(id)).Json.ToJsonString());
    }

    [Fact]
    public async Task What_a_form_sent_is_shown_as_text()
    {
        var id = await api.ReceiveAsync(A.Lead().With("full_name", Evil).With("company", $"\"><img src=x onerror=alert(2)>{Evil}").With("message", "<a href=javascript:alert(3)>x</a>"));
        var mail = (await api.MailsAboutAsync(id)).Single(m => m.Class == "assignment");
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var alarms = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            alarms.Add(dialog.Message);
            await dialog.DismissAsync();
        };
        await page.GotoAsync(host.Process.Url + await mail.LinkToAsync(api, "accept"), new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.Contains(Evil, await page.Locator("td").Nth(1).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("script, img, main a").CountAsync());

        await page.SetContentAsync(mail.Html);
        Assert.Contains(Evil, await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("script, img, a[href^=javascript]").CountAsync());
        await page.GotoAsync($"{host.Process.Url}/dev/mail");
        Assert.Equal(0, await page.Locator("script, img, a[href^=javascript]").CountAsync());
        Assert.Empty(alarms);
    }
}
