using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>The power fails in the middle of everything.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_restart_keeps_everything_and_the_clock_goes_on_where_it_stood()
    {
        await using var host = await HostProcess.StartAsync();
        var api = new Api(host.Client);
        var offered = await api.ReceiveAsync(A.Lead());
        var accepted = await api.ReceiveAsync(A.Lead());
        (await api.SignalAsync(accepted, new { type = "accepted" }, "the-key")).Is(HttpStatusCode.OK);
        await api.AdvanceAsync(TimeSpan.FromMinutes(3));
        var before = await SeenAsync(api, offered, accepted);
        var (_, position) = await api.FeedAsync();
        var accept = await (await api.MailsAboutAsync(offered)).Single(m => m.Class == "assignment").LinkToAsync(api, "accept");

        await host.RestartAsync();

        Assert.Equal(before, await SeenAsync(api, offered, accepted));
        Assert.Empty((await api.FeedAsync(position)).Events);
        Assert.Equal("accepted", (await api.SignalAsync(accepted, new { type = "accepted" }, "the-key")).Is(HttpStatusCode.OK).Value("state"));
        using var press = new FormUrlEncodedContent([new("action", "accept")]);
        (await api.PostAsync(accept, press, key: null)).Is(HttpStatusCode.OK);
        Assert.Equal("accepted", (await api.LeadAsync(offered)).State);
        var lead = await api.LeadAsync(accepted);
        await api.MoveToAsync(lead.Deadline("contact"));
        Assert.Contains("breached", (await api.LeadAsync(accepted)).Story);
    }

    [Fact]
    public async Task A_mail_that_follows_a_line_cut_off_by_a_crash_is_not_lost()
    {
        await using var host = await HostProcess.StartAsync();
        var api = new Api(host.Client);
        await api.ReceiveAsync(A.Lead());
        await host.KillAsync();
        await File.AppendAllTextAsync(Path.Combine(host.Data, "mail.jsonl"), """{"at":"2026-03-02T09:""");
        await host.StartAgainAsync();
        var id = await api.ReceiveAsync(A.Lead());
        Assert.Equal(2, (await api.MailsAboutAsync(id)).Count);
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_says_so_and_stops()
    {
        await using var host = await HostProcess.StartAsync();
        await using var second = HostProcess.On(host.Data);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(second.StartAgainAsync);
        Assert.Contains("ended with 1", refused.Message, StringComparison.Ordinal);
        Assert.True(host.IsRunning);
        (await new Api(host.Client).SubmitAsync(A.Lead())).Is(HttpStatusCode.OK);
    }

    private static async Task<string> SeenAsync(Api api, params string[] leads)
    {
        var seen = new JsonArray((await api.NowAsync()).ToString("O"), (await api.AccountingAsync())["received"]!.DeepClone());
        foreach (var lead in leads) seen.Add((await api.LeadAsync(lead)).Json.DeepClone());
        foreach (var line in await api.ListAsync()) seen.Add(line.DeepClone());
        seen.Add((await api.MailsAsync()).Count);
        return seen.ToJsonString();
    }
}
