using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tests.Stores;
using LeadRouter.Domain.Outreach;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LeadRouter.Adapters.Tests.Outreach;

public sealed class ComplaintsTests() : StoreContract(Engines.Embedded())
{
    private const string Address = "ada@acme.example";

    [Fact]
    public async Task A_complaint_counts_once_wherever_the_process_dies_and_however_often_it_is_told()
    {
        var report = new ReportedEvent(Address, new SendId("send"), "nurture", new MailEvent(MailEventKind.Complained, Some.Monday9, new AttemptToken(7), "nurture"));
        var operation = 1;
        for (var died = true; died; operation++)
            foreach (var fault in new[] { Fault.CrashBefore, Fault.CrashAfter })
            {
                await using var disk = Engines.Embedded();
                var sent = new Send(new SendId("send"), MailClass.Of("nurture"), null, Some.Monday9, Some.Monday9.AddDays(1), new SendStatus.Accepted(new AttemptToken(7), Some.Monday9));
                var mails = new TableMailStore(disk, Hash, Mailboxes);
                await mails.ChangeAsync(mails.IdOf(Address), sent.Id, Guess.AllIsNew, (_, _) => new MailChange<bool>(true, null, sent), Ct);
                var dying = new FaultyTableEngine(disk, Faults.At(operation, fault));
                try
                {
                    await On(dying).RunAsync([report], Ct);
                    died = false;
                }
                catch (StorageUnavailableException)
                {
                    died = true;
                }
                for (var told = 0; told < 2; told++) await On(disk).RunAsync([report], Ct);
                var (_, breaker) = Assert.Single(await new TableBreakerStore(disk).AllAsync(Ct));
                Assert.Equal(1, breaker.Hours.Sum(h => h.Complaints));
                Assert.Equal(SuppressionKind.Complaint, Assert.Single((await mails.ReadAsync(mails.IdOf(Address), Ct)).Suppressions).Kind);
            }
        Assert.True(operation > 4, $"only {operation} operations");
    }

    private static TakeMailEvents On(ITableEngine tables) => new(
        new TableMailStore(tables, Hash, Mailboxes),
        new Breakers(new TableBreakerStore(tables), Options.Create(new LeadRouterOptions()), TimeProvider.System, NullLogger<Breakers>.Instance));
}
