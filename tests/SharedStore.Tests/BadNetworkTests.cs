using LeadRouter.LocalHost.Tests.Hosting;
using LeadRouter.Tests.Shared;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.SharedStore.Tests;

/// <summary>The whole product on tables behind a network that fails.</summary>
public sealed class BadNetworkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private volatile bool bad;

    [Fact]
    public async Task A_bad_network_loses_no_lead_and_doubles_none()
    {
        var leads = Prove.Size(40, 500);
        await using var azurite = await AzuriteProcess.StartAsync();
        await using var proxy = await FaultyTableProxy.StartAsync(azurite.Port, Fault);
        await using var host = await HostProcess.OnTablesAsync(AzuriteProcess.ConnectionStringAt(proxy.Port), ("Parallelism", "8"), ("SweepSeconds", "2"));
        var api = new Api(host.Client);
        (await api.SubmitAsync(A.Lead())).Is(HttpStatusCode.OK);
        await api.UntilOwnedAsync(1, Patience);

        bad = true;
        var taken = await Task.WhenAll(Enumerable.Range(0, leads).Select(i => SubmitUntilTakenAsync(api, A.Lead(), $"key-{i}")));
        await Task.WhenAll(Enumerable.Range(0, leads / 2).Select(i => SendAsync(api, i)));
        await Task.Delay(TimeSpan.FromSeconds(Prove.Size(4, 30)));
        bad = false;

        // The clock stands still: what waits to be tried again is due when it is moved.
        await Wait.UntilAsync(
            async () =>
            {
                await api.AdvanceAsync(TimeSpan.FromSeconds(10));
                return (await api.ListAsync()).Count(Hosts.HasOwner) == leads + 1;
            },
            Patience);
        // The last mails may wait a little longer than the owners; no rep is late before half an hour.
        await api.AdvanceAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(leads, taken.Distinct().Count());
        Assert.Equal(leads + 1, (await api.ListAsync()).Count(Hosts.HasOwner));
        Assert.Equal(leads + 1, (await api.AccountingAsync())["received"]!.GetValue<int>());
        await api.AssertBooksAsync(azurite.ConnectionString);
        var mails = (await api.MailsAsync()).CountBy(m => (m.Class, m.SendId)).ToList();
        Assert.All(mails.Where(m => m.Key.Class == "ack"), sent => Assert.Equal(1, sent.Value));
        await AssertSendsAsync(api, leads / 2);
        Assert.InRange(proxy.MostRequestsOfACommit, 2, 3);
    }

    /// <summary>Whoever got no answer asks again with the same id: the mail went once, or nobody knows and it is not repeated.</summary>
    private static async Task AssertSendsAsync(Api api, int sends)
    {
        var outcomes = new List<string>();
        for (var i = 0; i < sends; i++) outcomes.Add((await SendAsync(api, i)).Is(HttpStatusCode.OK).Value("outcome")!);
        var mails = (await api.MailsAsync()).CountBy(m => m.To).ToDictionary();
        for (var i = 0; i < sends; i++)
        {
            Assert.Contains(outcomes[i], new[] { "sent", "unknown" });
            Assert.InRange(mails.GetValueOrDefault(Reader(i)), outcomes[i] == "sent" ? 1 : 0, 1);
        }
        Assert.Contains("sent", outcomes);
    }

    private static string Reader(int number) => $"reader{number}@gmail.com";

    private static Task<Reply> SendAsync(Api api, int number) => api.PostAsync("/api/sends", Api.Json(new JsonObject
    {
        ["sendId"] = $"news-{number}",
        ["class"] = "nurture",
        ["to"] = Reader(number),
        ["country"] = "ES",
        ["consentAt"] = "2026-03-01T00:00:00Z",
        ["data"] = new JsonObject { ["subject"] = "News", ["text"] = "What is new in spring." },
    }));

    private static async Task<string> SubmitUntilTakenAsync(Api api, JsonObject lead, string key)
    {
        while (true)
        {
            var reply = await api.SubmitAsync(lead.DeepClone().AsObject(), "website", key);
            if (reply.Status == HttpStatusCode.OK) return reply.Value("submissionId")!;
            reply.Is(HttpStatusCode.ServiceUnavailable, "storage.unavailable");
        }
    }

    /// <summary>A fifth of all requests meet a busy service; some commits lose their reply.</summary>
    private HttpFault Fault(int number, HttpRequest request)
    {
        if (!bad) return HttpFault.None;
        var isCommit = HttpMethods.IsPost(request.Method);
        return new Random(number * 7919).Next(1000) switch
        {
            < 200 => HttpFault.Busy,
            < 204 when isCommit => HttpFault.Hang,
            < 260 when isCommit => HttpFault.Reset,
            _ => HttpFault.None,
        };
    }
}
