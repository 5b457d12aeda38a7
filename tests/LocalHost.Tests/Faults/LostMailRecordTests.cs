using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Faults;

/// <summary>R4: the process dies when the provider has the mail and nobody has written that down.</summary>
public sealed class LostMailRecordTests
{
    [Fact]
    public async Task A_rep_may_get_the_same_mail_again_and_a_contact_never_does()
    {
        await using var provider = await FakeSendGrid.StartAsync();
        await using var host = await HostProcess.StartAsync(virtualClock: true, ("SendGridHost", provider.Url));
        var api = new Api(host.Client);
        await NoDigestsAsync(api);
        for (var round = 0; round < Proof.LostMailRecordRounds; round++)
        {
            var doomed = round % 2 == 0 ? "assignment" : "ack";
            var id = await DieAfterAsync(provider, host, api, doomed);
            await host.StartAgainAsync();
            await api.SettleAsync();

            var mails = provider.Mails.Where(m => m.SendId.Contains(id, StringComparison.Ordinal)).ToList();
            Assert.InRange(mails.Count(m => m.Class == "ack"), 0, 1);
            var offers = mails.Where(m => m.Class == "assignment").ToList();
            Assert.InRange(offers.Count, doomed == "assignment" ? 2 : 1, 2);
            Assert.Single(offers.Select(m => (m.SendId, m.To, string.Join('\n', m.Links))).Distinct());
            await TheLinksWorkAsync(api, offers[0]);
            Assert.Equal(1, (await api.LeadAsync(id)).Attempt);
            Assert.Single((await api.GetAsync($"/api/lead/{id}/decisions")).Json["decisions"]!.AsArray());
        }
        await host.KillAsync();
        Assert.All((await StoreFile.BookAsync(host)).Ledgers, ledger => Assert.Equal(0, ledger.Sum.Micro));
    }

    /// <summary>However many leads a rep gets, each comes in a mail of its own.</summary>
    private static async Task NoDigestsAsync(Api api)
    {
        var rows = (await api.GetAsync("/api/config/ContactPolicies")).Is(HttpStatusCode.OK).Json.AsArray();
        foreach (var row in rows.Where(r => r!["RowKey"]!.ToString() is "assignment" or "sla-alert"))
        {
            row!["Caps"] = "disabled";
            row["Over"] = "block";
            row["MaxDelay"] = row["Reserved"] = null;
        }
        await api.ConfigureAsync(rows, "ContactPolicies");
    }

    /// <summary>Sends a lead and kills the host when the provider has its first mail of this class.</summary>
    private static async Task<string> DieAfterAsync(FakeSendGrid provider, HostProcess host, Api api, string mailClass)
    {
        var died = new TaskCompletionSource();
        var armed = 1;
        provider.BeforeAnswer = async mail =>
        {
            if (mail.Class != mailClass || Interlocked.Exchange(ref armed, 0) == 0) return;
            await host.KillAsync();
            died.SetResult();
        };
        var key = Guid.NewGuid().ToString();
        var form = A.Lead();
        var first = await new PatientClient(api).TryAsync(form, key);
        await died.Task.WaitAsync(TimeSpan.FromSeconds(60));
        if (first is not null) return first.Value("leadId")!;
        await host.StartAgainAsync();
        return (await new PatientClient(api).SendAsync(form, key)).Value("leadId")!;
    }

    private static async Task TheLinksWorkAsync(Api api, HandedOver offer)
    {
        foreach (var link in offer.Links) (await api.GetAsync(new Uri(link).PathAndQuery, key: null)).Is(HttpStatusCode.OK);
    }
}
