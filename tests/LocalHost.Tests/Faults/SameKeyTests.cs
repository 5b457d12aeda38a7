using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Faults;

/// <summary>R9: a hundred requests with one key at once are one.</summary>
public sealed class SameKeyTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private readonly Api api = host.Api;

    [Fact]
    public async Task A_hundred_posts_with_one_key_are_one_lead()
    {
        for (var round = 0; round < Proof.SameKeyRounds; round++)
        {
            var before = (await api.AccountingAsync())["received"]!.GetValue<int>();
            var form = A.Lead();
            var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => api.SubmitAsync(form.DeepClone().AsObject(), idempotencyKey: $"round-{round}")));
            Assert.All(replies, r => r.Is(HttpStatusCode.OK));
            Assert.Single(replies.Select(r => r.Value("leadId")).Distinct());
            Assert.Single(replies, r => r.Value("status") == "accepted");
            await api.SettleAsync();
            Assert.Equal(before + 1, (await api.AccountingAsync())["received"]!.GetValue<int>());
            var mails = await api.MailsAboutAsync(replies[0].Value("leadId")!);
            Assert.Single(mails, m => m.Class == "ack");
            // Above the cap of a rep his mails are merged into one.
            Assert.InRange(mails.Count(m => m.Class == "assignment"), 0, 1);
            Assert.Single((await api.LeadAsync(replies[0].Value("leadId")!)).Story, "offered");
        }
    }

    [Fact]
    public async Task A_hundred_signals_with_one_key_act_once()
    {
        for (var round = 0; round < Proof.SameKeyRounds; round++)
        {
            var id = await api.ReceiveAsync(A.Lead());
            var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => api.SignalAsync(id, new { type = "contacted" }, "one-key")));
            Assert.All(replies, r => Assert.True(r.Status == HttpStatusCode.OK || r.Code == "idempotency-key.running", r.Text));
            Assert.Single(replies.Where(r => r.Status == HttpStatusCode.OK).Select(r => r.Text).Distinct());
            await api.SettleAsync();
            Assert.Single((await api.LeadAsync(id)).Story, "contacted");
        }
    }
}
