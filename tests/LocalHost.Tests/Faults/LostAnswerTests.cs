using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Faults;

/// <summary>R3: the process dies between the commit and the answer, or the answer is lost on its way; the client sends again.</summary>
public sealed class LostAnswerTests(ITestOutputHelper report)
{
    private const int AtOnce = 30;

    private readonly Random random = new(3);

    [Fact]
    public async Task A_client_that_lost_its_answer_gets_the_same_lead()
    {
        await using var host = await HostProcess.StartAsync();
        var api = new Api(host.Client);
        var client = new PatientClient(api);
        var inTheWindow = 0;
        for (var round = 0; round < Proof.LostAnswerRounds; round++)
        {
            var keys = Enumerable.Range(0, AtOnce).Select(n => $"round-{round}-{n}").ToList();
            var forms = keys.ToDictionary(key => key, _ => A.Lead());
            var sent = keys.Select(key => client.TryAsync(forms[key], key)).ToList();
            await (round % 2 == 0 ? Task.WhenAny(sent) : Task.Delay(random.Next(1, 20)));
            await host.KillAsync();
            var first = await Task.WhenAll(sent);
            await host.StartAgainAsync();
            var second = await Task.WhenAll(keys.Select(key => client.SendAsync(forms[key], key)));

            Assert.Equal(AtOnce, second.Select(r => r.Value("leadId")).Distinct().Count());
            inTheWindow += first.Zip(second).Count(pair => pair.First is null && pair.Second.Value("status") == "duplicate");
            foreach (var (answered, again) in first.Zip(second).Where(pair => pair.First is not null))
            {
                Assert.Equal(answered!.Value("leadId"), again.Value("leadId"));
                Assert.Equal("duplicate", again.Value("status"));
            }
        }
        report.WriteLine($"{inTheWindow} deliveries died between commit and answer");
        await api.SettleAsync();
        Assert.Equal(AtOnce * Proof.LostAnswerRounds, (await api.AccountingAsync())["received"]!.GetValue<int>());
        Assert.Equal(AtOnce * Proof.LostAnswerRounds, (await api.ListAsync()).Count);
    }
}
