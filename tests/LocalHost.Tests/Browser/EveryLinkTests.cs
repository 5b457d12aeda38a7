using System.Globalization;
using LeadRouter.LocalHost.Tests.Hosting;
using LeadRouter.Tests.Shared;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Browser;

/// <summary>L2: whoever fetches or opens the links of any mail, in a browser with all of its script, changes nothing.</summary>
public sealed class EveryLinkTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int TabsAtOnce = 20;

    [Fact]
    public async Task Looking_at_every_link_of_every_kind_of_mail_changes_nothing()
    {
        await using var host = await HostProcess.StartAsync(true, EveryMail.Settings);
        var api = new Api(host.Client);
        var ids = await EveryMail.SendAsync(api);
        var mails = await api.MailsAsync();
        Assert.Equal(EveryMail.Kinds.Order(), mails.Select(EveryMail.KindOf).Distinct().Order());
        var before = await StateAsync(api, ids, mails);

        // Of each kind the mail with the most links: every purpose of a link is among them.
        var telling = mails.GroupBy(EveryMail.KindOf).Select(kind => kind.MaxBy(m => m.Links.Count(IsOurs))!).ToList();
        var shown = OursIn(telling);
        // An offer has links of every purpose; in small runs one of each other kind of mail is enough for the browser.
        var opened = telling.SelectMany(m => Prove.Big || EveryMail.KindOf(m) == "assignment" ? OursIn([m]) : OursIn([m]).Take(1)).Distinct().ToList();
        await Parallel.ForEachAsync(Prove.Big ? OursIn(mails) : shown, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (link, _) =>
        {
            for (var round = 0; round < 3; round++)
                foreach (var look in new[] { HttpMethod.Get, HttpMethod.Head }) (await api.SendAsync(look, new Uri(link).PathAndQuery, null, key: null)).Is(HttpStatusCode.OK);
        });
        foreach (var tabs in opened.Chunk(TabsAtOnce)) await OpenAsync(host, tabs);
        Assert.Equal(before, await StateAsync(api, ids, mails));
    }

    private static List<string> OursIn(IEnumerable<Mail> mails) => [.. mails.SelectMany(m => m.Links).Where(IsOurs).Distinct()];

    private static bool IsOurs(string link) => link.Contains("/r/", StringComparison.Ordinal) || link.Contains("/u/", StringComparison.Ordinal);

    private async Task OpenAsync(HostProcess host, IEnumerable<string> links)
    {
        await using var context = await chromium.Browser.NewContextAsync();
        IPage? last = null;
        foreach (var link in links)
        {
            last = await context.NewPageAsync();
            Assert.Equal(200, (await last.GotoAsync(host.Url + new Uri(link).PathAndQuery))!.Status);
            Assert.Equal(0, await last.Locator("script").CountAsync());
        }
        await last!.WaitForTimeoutAsync((float)Proof.PageOpen.TotalMilliseconds);
    }

    /// <summary>All that a link could change: leads, books and pauses, what was told, and what each contact chose.</summary>
    private static async Task<string> StateAsync(Api api, string[] ids, IReadOnlyList<Mail> mails)
    {
        var state = new List<string> { (await api.GetAsync("/api/pools")).Is(HttpStatusCode.OK).Text, (await api.FeedAsync()).Next };
        foreach (var id in ids) state.Add((await api.LeadAsync(id)).Json.ToJsonString());
        foreach (var address in mails.Select(m => m.To).Distinct())
        {
            var contact = await api.PostAsync("/api/contacts/lookup", Api.Json(new { email = address }));
            if (contact.Status != HttpStatusCode.OK) continue;
            state.Add((await api.GetAsync($"/api/contacts/{contact.Value("contactId")}/pressure")).Is(HttpStatusCode.OK).Text);
        }
        state.Add((await api.MailsAsync()).Count.ToString(CultureInfo.InvariantCulture));
        return string.Join('\n', state);
    }
}
