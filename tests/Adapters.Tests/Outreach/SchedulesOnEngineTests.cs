using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tests.Outreach.Scheduled;
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

namespace LeadRouter.Adapters.Tests.Outreach;

public sealed class EmbeddedSchedulesTests() : SchedulesOnEngine(Engines.Embedded(), Prove.Size(40, 1_500))
{
    [Theory]
    [InlineData("RetryOnTheSameSlot", "I2")]
    [InlineData("NoDeadlineCheck", "I1")]
    [InlineData("NoOwnTokenCheck", "I1")]
    [InlineData("CheckThenSend", "I7")]
    public async Task Every_mutant_of_the_flow_is_caught(string mutant, string invariant)
    {
        const int most = 300;
        // Who takes another's attempt for his own does harm when many are at one mail.
        var sends = mutant == "NoOwnTokenCheck" ? 3 : Sends;
        for (var seed = 0; seed < most; seed++)
            if ((await PlayAsync(seed, "assignment", Enum.Parse<Mutant>(mutant), sends)).Violations.Any(v => v.StartsWith(invariant, StringComparison.Ordinal))) return;
        Assert.Fail($"no history of {most} shows that {mutant} breaks {invariant}");
    }
}

public sealed class AzureSchedulesTests(AzuriteFixture azurite) : SchedulesOnEngine(Engines.On(azurite), Prove.Size(2, 20));

/// <summary>The real flow over a real engine, step by step under a scheduler that lets one actor go on at a time, with faults at every step.</summary>
public abstract class SchedulesOnEngine(ITableEngine tables, int histories) : StoreContract(tables), IConfigurations
{
    private protected const int Sends = 6;
    private const int Askers = 8;

    private static readonly (int Limit, TimeSpan Window)[] Caps = [(2, TimeSpan.FromMinutes(3)), (3, TimeSpan.FromMinutes(8))];

    private static readonly LiveConfig Live = Read(
        ConfigRow.From("nurture", ("Caps", "2/3m; 3/8m"), ("Over", "defer"), ("MaxDelay", "1d")),
        ConfigRow.From("company", ("Caps", "500/1d"), ("Over", "defer")),
        ConfigRow.From("ceiling", ("Caps", "50/1d"), ("Over", "block")),
        ConfigRow.From("assignment", ("Caps", "2/3m; 3/8m"), ("Over", "defer"), ("MaxDelay", "1d")),
        ConfigRow.From("sla-alert", ("Caps", "2/3m; 3/8m"), ("Over", "defer")));

    public Configuration Current { get; } = new(null!, Live);

    public ValueTask<RuleVersion?> FindAsync(int number, CancellationToken ct) => ValueTask.FromResult<RuleVersion?>(null);

    [Theory]
    [InlineData("nurture")]
    [InlineData("assignment")]
    public async Task No_schedule_breaks_a_promise(string mailClass)
    {
        var arrived = 0;
        for (var seed = 0; seed < histories; seed++)
        {
            var oracle = await PlayAsync(seed, mailClass, Mutant.None);
            Assert.True(oracle.Violations.Count == 0, $"seed {seed}: {string.Join("; ", oracle.Violations)}");
            arrived += oracle.Arrived;
        }
        Assert.True(histories < 10 || arrived > 2 * histories, $"only {arrived} mails: the schedules do not try hard enough");
    }

    private protected async Task<Oracle> PlayAsync(int seed, string mailClass, Mutant mutant, int sends = Sends)
    {
        using var world = new World(seed);
        var oracle = new Oracle(world);
        var to = $"{Guid.NewGuid():N}@gmail.com";
        for (var i = 0; i < Askers; i++)
        {
            // Some of them have two who ask.
            var mail = Mail($"send-{i % sends}", mailClass, to);
            world.Start(world.UpTo(240), () => AskAsync(mail));
        }
        if (world.Fails(30)) Tell(Mail("send-0", mailClass, to), MailEventKind.Bounced);
        await world.RunAsync();
        await EndAsync(world, oracle);
        oracle.Judge(Caps, atMostOnce: mailClass == "nurture");
        return oracle;

        Host NewHost() => new(Tables, world, oracle, TimeSpan.FromSeconds(world.Chance.Next(5)));

        async Task AskAsync(OutgoingMail mail)
        {
            for (var (host, send) = Start(); ;)
            {
                try
                {
                    if (await send.RunAsync(mail, Ct, Complete) is not MailOutcome.Later later) return;
                    await world.PauseAsync(later.At - host.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
                }
                catch (StorageUnavailableException)
                {
                    await world.PauseAsync(world.UpTo(10));
                    (host, send) = Start();
                }

                // A process that is slow between its slot and its hand-over.
                async Task<OutgoingMail?> Complete(CancellationToken ct)
                {
                    await host.StallAsync();
                    return mail;
                }
            }
        }

        (Host Host, SendMail Send) Start()
        {
            var host = NewHost();
            IMailStore mails = new TableMailStore(host, Hash, Mailboxes);
            IMailer mailer = new Provider(world, oracle, host, Tell);
            if (mutant != Mutant.None) mails = new LyingStore(mails, mutant);
            if (mutant == Mutant.RetryOnTheSameSlot) mailer = new RetryingMailer(mailer);
            var options = Options.Create(new LeadRouterOptions { LinkKeys = { "k1:0123456789abcdef0123456789abcdef" } });
            var breakers = new Breakers(new TableBreakerStore(Tables), options, host, NullLogger<Breakers>.Instance);
            return (host, new SendMail(mails, mailer, this, breakers, new CompanyCap(mails, this, MailTiming.Shared), new PreferenceLinks(new LinkKeys(options), options), MailTiming.Shared, new MailCounts(new TableMailDays(Tables), host), host));
        }

        void Tell(OutgoingMail mail, MailEventKind kind)
        {
            for (var copies = world.Chance.Next(kind == MailEventKind.Bounced ? 1 : 0, 3); copies > 0; copies--)
                world.Start(world.UpTo(400), () => DeliverAsync(new ReportedEvent(mail.To, new SendId(mail.SendId), mail.Class, new MailEvent(kind, world.Now, mail.Attempt))));
        }

        async Task DeliverAsync(ReportedEvent report)
        {
            while (true)
            {
                var host = NewHost();
                var options = Options.Create(new LeadRouterOptions());
                try
                {
                    await new TakeMailEvents(new TableMailStore(host, Hash, Mailboxes), new Breakers(new TableBreakerStore(Tables), options, host, NullLogger<Breakers>.Instance))
                        .RunAsync([report], Ct);
                    return;
                }
                catch (StorageUnavailableException)
                {
                    await world.PauseAsync(world.UpTo(60));
                }
            }
        }
    }

    /// <summary>Days later the sweep has ended what was left; what this history wrote is all that there is to end.</summary>
    private async Task EndAsync(World world, Oracle oracle)
    {
        world.Calm();
        foreach (var days in new[] { 2, 6 })
        {
            var host = new Host(Tables, world, oracle, TimeSpan.FromDays(days));
            world.Start(TimeSpan.Zero, () => new EndMails(new TableMailStore(host, Hash, Mailboxes), new MailCounts(new TableMailDays(host), host)).RunAsync(host.GetUtcNow(), Ct));
            await world.RunAsync();
        }
    }

    private static OutgoingMail Mail(string id, string mailClass, string to) => new(id, mailClass, "message", "en", to, null, new LeadId(id), new Dictionary<string, object?>())
    {
        Contact = mailClass == "nurture" ? new ContactFacts("Europe/Madrid", null, Some.Monday9) : null,
    };

    private static LiveConfig Read(params ConfigRow[] policies)
    {
        var (live, problems) = LiveConfig.Read(ConfigTables.Empty.With("ContactPolicies", policies));
        return live ?? throw new InvalidOperationException(string.Join("; ", problems));
    }
}
