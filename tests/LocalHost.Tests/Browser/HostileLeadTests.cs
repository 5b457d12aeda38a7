using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Browser;

/// <summary>I1: what a form sends in any field stays text in the mails about the lead and on every page behind their links, in a browser with all of its script.</summary>
public sealed class HostileLeadTests(VirtualHost host, Chromium chromium) : IClassFixture<VirtualHost>, IClassFixture<Chromium>
{
    private static readonly string[] Fields = ["first_name", "last_name", "full_name", "company", "title", "industry", "message", "city", "product", "phone", "utm_source", "utm_campaign", "anything_else"];

    /// <summary>Each element with its attributes, and whose child it is. What a tag or link would be made of is left in: only tokens differ from lead to lead.</summary>
    private const string Shape = """
        [...document.querySelectorAll('*')].filter(e => !e.closest('tr')).map(e => e.parentElement?.tagName + '>' + e.tagName + [...e.attributes]
            .filter(a => a.name != 'content' || e.httpEquiv).map(a => ' ' + a.name + '=' + a.value.replace(/\/(r|u)\/[\w.~-]+$/, '/$1/token')).join('')).join('\n')
        """;

    private readonly Api api = host.Api;

    [Fact]
    public async Task It_adds_no_element_no_attribute_and_no_link_and_runs_nothing()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var ran = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            ran.Add(dialog.Message);
            await dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(host.Process.Url, StringComparison.Ordinal)) ran.Add(request.Url);
        };
        var plain = await ShapesAsync(page, "harmless");
        Assert.Equal(9, plain.Count);
        foreach (var payload in HostilePayloads.All.Take(Proof.Payloads))
        {
            var hostile = await ShapesAsync(page, payload);
            foreach (var (where, shape) in hostile) Assert.True(plain[where] == shape, $"{payload} in {where}: {shape}\ninstead of\n{plain[where]}");
        }
        Assert.Empty(ran);
    }

    /// <summary>Of a lead with the text in every field that a form may send: its mails and its pages, by name.</summary>
    private async Task<Dictionary<string, string>> ShapesAsync(IPage page, string text)
    {
        // At most a few mails an hour: more would be gathered in digests.
        await api.AdvanceAsync(TimeSpan.FromMinutes(10));
        var lead = A.Lead().With("country", "DE");
        foreach (var field in Fields) lead[field] = text;
        var id = await api.ReceiveAsync(lead);
        while ((await api.LeadAsync(id)).State != "offered") await api.MoveToAsync((await api.LeadAsync(id)).Next);
        var facts = Facts(await api.LeadAsync(id));
        var mails = await api.MailsAboutAsync(id);
        var offer = mails.Last(m => m.Class == "assignment");
        var accept = await offer.LinkToAsync(api, "accept");
        var shapes = new Dictionary<string, string> { ["ack"] = await ShapeAsync(page, mails.Last(m => m.Class == "ack").Html), ["assignment"] = await ShapeAsync(page, offer.Html) };
        foreach (var action in new[] { "accept", "reject" })
        {
            await OpenAsync(action);
            // A name that was nothing but tags is cleaned away, and what a lead does not have has no row.
            Assert.Equal(facts + 1, await page.Locator("table tr").CountAsync());
        }
        (await api.SignalAsync(id, new { type = "accepted" })).Is(HttpStatusCode.OK);
        foreach (var action in new[] { "contacted", "qualified", "disqualified", "rate" }) await OpenAsync(action);
        await page.GotoAsync(host.Process.Url + accept);
        await page.GotoAsync((await page.GetByRole(AriaRole.Link, new() { Name = "My leads" }).GetAttributeAsync("href"))!, new() { WaitUntil = WaitUntilState.NetworkIdle });
        // One section a lead, and there are ever more of them: each kind of element once.
        shapes["my leads"] = string.Join('\n', (await page.EvaluateAsync<string>(Shape)).Split('\n').Distinct().Order(StringComparer.Ordinal));
        (await api.SignalAsync(id, new { type = "lost" })).Is(HttpStatusCode.OK);
        return shapes;

        async Task OpenAsync(string action)
        {
            await page.GotoAsync(host.Process.Url + await offer.LinkToAsync(api, action), new() { WaitUntil = WaitUntilState.NetworkIdle });
            shapes[action] = await page.EvaluateAsync<string>(Shape);
            await RowsAreTextAsync(page);
        }
    }

    private static async Task<string> ShapeAsync(IPage page, string html)
    {
        await page.SetContentAsync(html, new() { WaitUntil = WaitUntilState.NetworkIdle });
        await RowsAreTextAsync(page);
        return await page.EvaluateAsync<string>(Shape);
    }

    private static async Task RowsAreTextAsync(IPage page) => Assert.Equal(0, await page.Locator("th *, td *").CountAsync());

    private static int Facts(Lead lead) => new[] { "fullName", "company", "email", "phone", "country", "message" }.Count(name => lead.Json["attributes"]![name] is not null);
}
