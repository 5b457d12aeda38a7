using System.Collections.Concurrent;
using LeadRouter.LocalHost.Dev;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Faults;

/// <summary>R1 and R10: the process is killed at random instants while leads flow in from clients that retry, and still everybody gets as many.</summary>
public sealed class KillStormTests(ITestOutputHelper report)
{
    private const int Clients = 12;
    private const int Reps = 7;

    private readonly ConcurrentDictionary<string, string> acknowledged = [];
    private readonly Random random = new(20260302);
    private int sendings;

    [Fact]
    public async Task No_lead_is_lost_or_doubled_while_the_process_is_killed_again_and_again()
    {
        await using var host = await HostProcess.StartAsync();
        var api = new Api(host.Client);
        await SevenEqualRepsAsync(api);
        var mails = new MailFile(host);
        using var released = new SemaphoreSlim(0);
        var clients = Enumerable.Range(0, Clients).Select(client => SendAsync(new PatientClient(api), client, released)).ToList();
        for (var kill = 0; kill < Proof.StormKills; kill++)
        {
            released.Release(Proof.StormLeads / Proof.StormKills);
            await Task.Delay(random.Next(60, 700));
            await host.KillAsync();
            mails.NoteDeath();
            await host.StartAgainAsync();
        }
        released.Release(Clients + Proof.StormLeads % Proof.StormKills);
        await Task.WhenAll(clients);
        await api.SettleAsync();

        var owners = await EveryLeadHasOneOwnerAsync(api);
        Assert.Equal(Reps, owners.Count);
        Assert.InRange(owners.Values.Max() - owners.Values.Min(), 0, 1);
        var accounting = await api.AccountingAsync();
        Assert.Equal(Proof.StormLeads, accounting["received"]!.GetValue<int>());
        Assert.Equal(Proof.StormLeads, accounting["inProgress"]!.GetValue<int>());
        Assert.Empty(accounting["orphans"]!.AsArray());
        NobodyIsMailedTwice([.. mails.All()]);
        report.WriteLine($"{Proof.StormKills} kills; {sendings - Proof.StormLeads} of {sendings} deliveries were sent again; owners {string.Join(", ", owners)}");
        await host.KillAsync();
        await TheLedgerAgreesAsync(host, owners);
    }

    /// <summary>One pool for all leads: seven reps who always work, and one who is away.</summary>
    private static async Task SevenEqualRepsAsync(Api api)
    {
        var names = Enumerable.Range(0, Reps).Select(i => $"rep{i}").Append("away").ToList();
        var tables = new
        {
            Pools = new[] { new { PartitionKey = "default", RowKey = "iberia", Strategy = "weighted", Stickiness = "none" } },
            Memberships = names.Select(rep => new { PartitionKey = "default", RowKey = $"iberia.{rep}", Pool = "iberia", Rep = rep, Weight = 1 }),
            Reps = names.Select(rep => new
            {
                PartitionKey = "default",
                RowKey = rep,
                Enabled = true,
                Name = rep,
                Email = $"{rep}@ventas.example",
                Language = "en",
                TimeZone = "Europe/Madrid",
                Hours = "mon-sun 00:00-24:00",
                Paused = rep == "away",
            }),
            RoutingRules = new[] { new { PartitionKey = "default", RowKey = "all", Enabled = true, Priority = 1, Pool = "iberia", SlaPolicy = "standard", Value = 1 } },
        };
        await api.ConfigureAsync(new { tables, publish = true });
    }

    private async Task SendAsync(PatientClient sender, int client, SemaphoreSlim released)
    {
        for (var lead = client; lead < Proof.StormLeads; lead += Clients)
        {
            await released.WaitAsync();
            var key = $"storm-{lead}";
            acknowledged[key] = (await sender.SendAsync(A.Lead(), key, () => Interlocked.Increment(ref sendings))).Value("leadId")!;
        }
    }

    private async Task<Dictionary<string, int>> EveryLeadHasOneOwnerAsync(Api api)
    {
        var leads = (await api.ListAsync()).ToDictionary(l => l["leadId"]!.ToString());
        Assert.Equal(Proof.StormLeads, acknowledged.Values.Distinct().Count());
        Assert.All(acknowledged.Values, id => Assert.True(leads.ContainsKey(id), $"Lead {id} was acknowledged and is lost"));
        Assert.Equal(Proof.StormLeads, leads.Count);
        Assert.All(leads.Values, lead => Assert.True(
            lead["state"]!.ToString() == "offered" ? lead["owner"] is not null : lead["state"]!.ToString() is "held" or "house" && lead["owner"] is null,
            lead.ToJsonString()));
        return leads.Values.Where(l => l["owner"] is not null).CountBy(l => l["owner"]!.ToString()).ToDictionary();
    }

    private void NobodyIsMailedTwice(List<(DevMail Mail, int Life)> mails)
    {
        // A mail to a contact that was under way at a kill is never repeated; every other contact has one.
        var underWay = Proof.StormKills * new UseCases.Leads.LeadRouterOptions().Parallelism;
        Assert.InRange(mails.Count(m => m.Mail.Class == "ack"), Proof.StormLeads - underWay, Proof.StormLeads);
        Assert.All(mails.Where(m => m.Mail.Class == "ack").CountBy(m => m.Mail.To), contact => Assert.Equal(1, contact.Value));
        var repeated = mails.GroupBy(m => m.Mail.SendId).Where(copies => copies.Count() > 1).ToList();
        Assert.All(repeated, copies =>
        {
            // Only a kill makes a mail uncertain: within one life it is handed over once, and all copies are the same mail.
            Assert.Equal(copies.Count(), copies.Select(c => c.Life).Distinct().Count());
            Assert.Single(copies.Select(c => (c.Mail.To, string.Join('\n', c.Mail.Links))).Distinct());
        });
        report.WriteLine($"{mails.Count} mails, {repeated.Count} of them to reps twice");
        Assert.InRange(repeated.Sum(copies => copies.Count() - 1), 0, underWay);
        Assert.All(mails.Where(m => m.Mail.Class == "assignment").GroupBy(m => LeadOf(m.Mail)), offers => Assert.Single(offers.Select(o => o.Mail.To).Distinct()));
    }

    private static string LeadOf(DevMail mail) => mail.SendId.Split('-')[^2];

    private static async Task TheLedgerAgreesAsync(HostProcess host, Dictionary<string, int> owners)
    {
        var book = await StoreFile.BookAsync(host);
        Assert.All(book.Ledgers, ledger => Assert.Equal(0, ledger.Sum.Micro));
        Assert.Equal(owners, book.Loads.Reps.Where(rep => book.Loads[rep].Open > 0).ToDictionary(rep => rep.Value, rep => book.Loads[rep].Open));
    }
}
