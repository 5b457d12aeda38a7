using System.Collections.Concurrent;
using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tests.Stores;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Rules;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LeadRouter.Adapters.Tests.Outreach;

public sealed class EmbeddedThrottleTests() : ThrottleOnEngine(Engines.Embedded(), Prove.Size(25, 400));

public sealed class AzureThrottleTests(AzuriteFixture azurite) : ThrottleOnEngine(Engines.On(azurite), Prove.Size(2, 20));

/// <summary>
/// Hosts that send to one mailbox at once over a real engine: writes that are lost or applied without a reply, processes that die, and a
/// provider with every bad habit. What the provider got is the oracle, never the throttle's own log.
/// </summary>
public abstract class ThrottleOnEngine(ITableEngine tables, int histories) : StoreContract(tables)
{
    private static readonly LiveConfig Live = Read(
        ConfigRow.From("nurture", ("Caps", "2/1h; 5/1d"), ("Over", "defer"), ("MaxDelay", "3d")),
        ConfigRow.From("company", ("Caps", "500/1d"), ("Over", "defer")),
        ConfigRow.From("ceiling", ("Caps", "50/1d"), ("Over", "block")),
        ConfigRow.From("assignment", ("Caps", "4/1h"), ("Over", "defer"), ("MaxDelay", "3d")),
        ConfigRow.From("sla-alert", ("Caps", "4/1h"), ("Over", "defer")));

    [Theory]
    [InlineData("nurture", 2, 5)]
    [InlineData("assignment", 4, 96)]
    public async Task No_history_breaks_a_cap_or_sends_a_contact_a_mail_twice(string mailClass, int hourly, int daily)
    {
        var arrived = 0;
        for (var seed = 0; seed < histories; seed++)
        {
            var history = new History(Tables, mailClass, seed);
            await history.RunAsync();
            foreach (var (limit, window) in new[] { (hourly, TimeSpan.FromHours(1)), (daily, TimeSpan.FromDays(1)) })
                for (var i = 0; i + limit < history.Arrived.Count; i++)
                    Assert.True(history.Arrived[i + limit].At - history.Arrived[i].At >= window, $"I1: seed {seed}, more than {limit} from {history.Arrived[i].At:O}");
            Assert.All(history.Posted.GroupBy(p => p.Token), attempt => Assert.Single(attempt));
            if (mailClass == "nurture") Assert.All(history.Posted.GroupBy(p => p.SendId), send => Assert.True(send.Count() == 1 || history.Refused.Count(r => r == send.Key) >= send.Count() - 1, $"I3: seed {seed}, {send.Key}"));
            Assert.All(history.Ends.Values, end => Assert.True(end is MailOutcome.Sent or MailOutcome.Unknown or MailOutcome.Dropped or MailOutcome.Refused, $"I11: seed {seed}, {end}"));
            Assert.Equal(History.Sends, history.Ends.Count);
            arrived += history.Arrived.Count;
        }
        Assert.True(arrived > 3 * histories, $"only {arrived} mails: the histories do not try hard enough");
    }

    private static LiveConfig Read(params ConfigRow[] policies)
    {
        var (live, problems) = LiveConfig.Read(ConfigTables.Empty.With("ContactPolicies", policies));
        return live ?? throw new InvalidOperationException(string.Join("; ", problems));
    }

    private sealed class History(ITableEngine disk, string mailClass, int seed) : IMailer, IConfigurations
    {
        public const int Sends = 8;
        private const int Askers = 2;

        private readonly Random chance = new(seed);
        private readonly Lock gate = new();
        private readonly FakeTimeProvider clock = new(Some.Monday9);
        private readonly string to = $"{Guid.NewGuid():N}@acme.example";
        private readonly SendMail[] hosts = new SendMail[3];
        private int processes;
        private bool calm;

        public List<(string SendId, DateTimeOffset At)> Arrived { get; } = [];

        public List<(string SendId, AttemptToken Token)> Posted { get; } = [];

        public List<string> Refused { get; } = [];

        public ConcurrentDictionary<string, MailOutcome> Ends { get; } = [];

        public Configuration Current { get; } = new(null!, Live);

        public ValueTask<RuleVersion?> FindAsync(int number, CancellationToken ct) => ValueTask.FromResult<RuleVersion?>(null);

        /// <summary>Everybody asks until the mail came to its end; time moves on when nobody can do anything now.</summary>
        public async Task RunAsync()
        {
            for (var host = 0; host < hosts.Length; host++) hosts[host] = Start();
            for (var round = 0; Ends.Count < Sends; round++)
            {
                Assert.True(round < 400, $"seed {seed} does not end");
                calm = round > 60;
                var open = Enumerable.Range(0, Sends).Select(i => $"send-{i}").Where(id => !Ends.ContainsKey(id)).ToList();
                var next = await Task.WhenAll(open.SelectMany(id => Enumerable.Range(0, Askers).Select(_ => AskAsync(id, chance.Next(hosts.Length)))));
                clock.SetUtcNow(next.Where(at => at > clock.GetUtcNow()).DefaultIfEmpty(clock.GetUtcNow().AddSeconds(1)).Min());
            }
        }

        /// <returns>When to ask again.</returns>
        private async Task<DateTimeOffset> AskAsync(string id, int host)
        {
            var mail = new OutgoingMail(id, mailClass, "message", "en", to, null, new LeadId(id), new Dictionary<string, object?>())
            {
                Contact = mailClass == "nurture" ? new ContactFacts("Europe/Madrid", null, Some.Monday9) : null,
            };
            try
            {
                var outcome = await Task.Run(() => hosts[host].RunAsync(mail, CancellationToken.None));
                if (outcome is MailOutcome.Later later) return later.At;
                Ends[id] = outcome;
                return DateTimeOffset.MinValue;
            }
            catch (StorageUnavailableException)
            {
                hosts[host] = Start();
                return clock.GetUtcNow().AddSeconds(7);
            }
        }

        /// <summary>A process of its own, with no memory of the one before.</summary>
        private SendMail Start()
        {
            var faults = Faults.Seeded((seed * 1000) + Interlocked.Increment(ref processes), 0.08, Fault.Before, Fault.After, Fault.CrashBefore, Fault.CrashAfter);
            var mails = new TableMailStore(new FaultyTableEngine(disk, operation => calm ? Fault.None : faults(operation)), Hash, Mailboxes);
            var options = Options.Create(new LeadRouterOptions { LinkKeys = { "k1:0123456789abcdef0123456789abcdef" } });
            var breakers = new Breakers(new TableBreakerStore(disk), options, clock, NullLogger<Breakers>.Instance);
            return new SendMail(mails, this, this, breakers, new CompanyCap(mails, this, MailTiming.Shared), new PreferenceLinks(new LinkKeys(options), options), MailTiming.Shared, new MailCounts(new TableMailDays(disk), clock), clock);
        }

        public Task<MailAnswer> SendAsync(OutgoingMail mail, CancellationToken ct)
        {
            lock (gate)
            {
                Posted.Add((mail.SendId, mail.Attempt));
                var habit = calm ? 0 : chance.Next(10);
                if (habit == 9) Refused.Add(mail.SendId);
                if (habit <= 6) Arrived.Add((mail.SendId, clock.GetUtcNow()));
                return Task.FromResult(habit switch
                {
                    <= 3 => new MailAnswer(MailFate.Accepted),
                    4 => new MailAnswer(MailFate.Unknown, "202, then nothing"),
                    5 => new MailAnswer(MailFate.Unknown, "reset after the body"),
                    6 => new MailAnswer(MailFate.Unknown, "500 for what it took"),
                    7 or 8 => new MailAnswer(MailFate.Unknown, "500"),
                    _ => new MailAnswer(MailFate.Rejected, "429") { RetryAfter = TimeSpan.FromMinutes(3) },
                });
            }
        }
    }
}
