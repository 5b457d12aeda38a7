using System.Text;
using LeadRouter.LocalHost.Tests.Console;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>A pool whose leads are offered to everybody: mails, pages and decisions as reps and managers meet them.</summary>
public sealed class BroadcastTests : IAsyncLifetime
{
    private HostProcess host = null!;
    private Api api = null!;

    public async ValueTask InitializeAsync()
    {
        host = await HostProcess.StartAsync();
        api = new Api(host.Client);
        await ReplaceInAsync("Pools", "iberia;weighted", "iberia;broadcast");
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_first_to_press_has_the_lead_and_the_others_see_who_was_faster()
    {
        var id = await api.ReceiveAsync(A.Lead());
        var offered = await api.LeadAsync(id);
        Assert.Equal(("offered", null), (offered.State, offered.Owner));
        var mails = (await api.MailsAboutAsync(id)).Where(m => m.Class == "assignment").ToList();
        Assert.Equal(offered.Json["offeredTo"]!.AsArray().Count, mails.Count);
        Assert.True(mails.Count > 1);
        Assert.All(mails, m => Assert.True(m.Text.Contains("offered it too", StringComparison.Ordinal) || m.Text.Contains("ofrecido a otros", StringComparison.Ordinal)));

        var links = await Task.WhenAll(mails.Select(m => m.LinkToAsync(api, "accept")));
        var pages = await Task.WhenAll(links.Select(AcceptAsync));
        var taken = await api.LeadAsync(id);
        Assert.Equal("accepted", taken.State);
        Assert.Single(pages, IsYours);
        var faster = mails.Single(m => m.To.StartsWith($"{taken.Owner}@", StringComparison.Ordinal));
        Assert.All(pages.Where(p => !IsYours(p)), p => Assert.Contains("lo ha aceptado", p.Text, StringComparison.Ordinal));
        // Whoever looks later sees it too, and can press nothing.
        var late = await Task.WhenAll(links.Select(link => api.GetAsync(link, key: null)));
        Assert.All(late, p => Assert.DoesNotContain("<button", p.Text, StringComparison.Ordinal));

        var decision = (await api.GetAsync($"/api/lead/{id}/decisions")).Is(HttpStatusCode.OK).Json["decisions"]!.AsArray().Single()!;
        Assert.Equal((taken.Owner, true), (decision["owner"]!.GetValue<string>(), decision["replays"]!.GetValue<bool>()));
        Assert.Contains("pool iberia", decision["sentence"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain(taken.Owner!, decision["why"]!.AsObject().Select(w => w.Key));
        Assert.NotEmpty(decision["why"]!.AsObject());
        Assert.Equal(0m, (await api.GetAsync("/api/pools/iberia/ledger")).Json["sum"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task Whoever_is_at_his_cap_is_told_so_at_each_press_and_has_the_lead_once_he_has_room()
    {
        await ReplaceInAsync("Reps", ";6;14;60;40", ";6;14;60;1");
        var held = await api.ReceiveAsync(A.Lead());
        var wanted = await api.ReceiveAsync(A.Lead());
        var (first, second) = (await AcceptLinkAsync(held, "ana"), await AcceptLinkAsync(wanted, "ana"));
        Assert.True(IsYours(await AcceptAsync(first)));

        for (var press = 0; press < 2; press++)
        {
            Assert.Contains("tantos leads como puedes llevar", (await AcceptAsync(second)).Text, StringComparison.Ordinal);
            Assert.Equal(("offered", null), ((await api.LeadAsync(wanted)).State, (await api.LeadAsync(wanted)).Owner));
        }
        (await api.SignalAsync(held, new { type = "lost", reason = "no-decision" })).Is(HttpStatusCode.OK);
        await api.SettleAsync();
        Assert.True(IsYours(await AcceptAsync(second)));
        Assert.Equal(("accepted", "ana"), ((await api.LeadAsync(wanted)).State, (await api.LeadAsync(wanted)).Owner));
        Assert.Equal(0m, (await api.GetAsync("/api/pools/iberia/ledger")).Json["sum"]!.GetValue<decimal>());
    }

    private static bool IsYours(Reply page) => page.Text.Contains("es tuyo", StringComparison.Ordinal) || page.Text.Contains("is yours", StringComparison.Ordinal);

    private async Task<string> AcceptLinkAsync(string lead, string rep) =>
        await (await api.MailsAboutAsync(lead)).Single(m => m.Class == "assignment" && m.To.StartsWith($"{rep}@", StringComparison.Ordinal)).LinkToAsync(api, "accept");

    [Fact]
    public async Task The_console_notes_which_of_them_accepts()
    {
        var id = await api.ReceiveAsync(A.Lead());
        var last = (await api.LeadAsync(id)).Json["offeredTo"]!.AsArray()[^1]!.GetValue<string>();
        using var user = new ConsoleUser(host);
        await user.SignInAsync();
        var page = await user.GetAsync($"/console/leads/{id}");
        Assert.Contains($"<option value=\"{last}\">", page.Html, StringComparison.Ordinal);
        await user.PostAsync($"/console/leads/{id}/signals", ("press", ConsoleUser.Field(page.Html, "press")), ("type", "accepted"), ("by", last));
        await api.SettleAsync();
        var taken = await api.LeadAsync(id);
        Assert.Equal(("accepted", last), (taken.State, taken.Owner));
    }

    private Task<Reply> AcceptAsync(string link) => api.PostAsync(link, new FormUrlEncodedContent([new("action", "accept")]), key: null);

    private async Task ReplaceInAsync(string table, string before, string after)
    {
        using var read = new HttpRequestMessage(HttpMethod.Get, $"/api/config/{table}") { Headers = { { "x-api-key", HostProcess.EditorKey }, { "Accept", "text/csv" } } };
        var csv = (await Reply.ReadAsync(await host.Client.SendAsync(read))).Is(HttpStatusCode.OK).Text;
        Assert.Contains(before, csv, StringComparison.Ordinal);
        using var rows = new StringContent(csv.Replace(before, after, StringComparison.Ordinal), Encoding.UTF8, "text/csv");
        await api.ConfigureAsync(rows, table);
    }
}
