using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tests.Stores;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Outreach;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Time.Testing;

namespace LeadRouter.Adapters.Tests.Outreach;

public sealed class EmbeddedEndMailsTests() : EndMailsOnEngine(Engines.Embedded());

public sealed class AzureEndMailsTests(AzuriteFixture azurite) : EndMailsOnEngine(Engines.On(azurite));

/// <summary>Mails that nobody asks about any more come to their end.</summary>
public abstract class EndMailsOnEngine(ITableEngine tables) : StoreContract(tables)
{
    private static readonly DateTimeOffset Now = Some.Monday9;
    private static readonly AttemptToken Token = new(7);

    private readonly TableMailStore mails = new(tables, Hash, Mailboxes);

    [Fact]
    public async Task Every_forgotten_mail_ends_and_what_has_ended_stays()
    {
        var accepted = new SendStatus.Accepted(Token, Now);
        await PutAsync("waiting", new SendStatus.Waiting(Now.AddHours(1), Holds.QuietHours));
        await PutAsync("reserved", new SendStatus.Reserved(Token, Now.AddMinutes(1)));
        await PutAsync("dispatched", new SendStatus.Dispatched(Token, Now.AddMinutes(1)));
        await PutAsync("unknown", new SendStatus.Unknown(Token, Now.AddMinutes(1)));
        await PutAsync("accepted", accepted);
        var days = new TableMailDays(Tables);
        using var counts = new MailCounts(days, new FakeTimeProvider(Now));
        var end = new EndMails(mails, counts);

        Assert.Equal(3, await end.RunAsync(Now.AddDays(1), Ct));
        var expired = new SendStatus.Dropped(DropReason.Expired, Holds.None);
        Assert.Equal((expired, expired, new SendStatus.Unknown(Token, Now.AddMinutes(1))), (await OfAsync("waiting"), await OfAsync("reserved"), await OfAsync("dispatched")));

        // One round a day.
        Assert.Equal(0, await end.RunAsync(Now.AddDays(1).AddHours(23), Ct));
        Assert.Equal(2, await end.RunAsync(Now.AddDays(5), Ct));
        Assert.Empty((await mails.WalkAsync(null, Ct)).Open);
        Assert.Equal(accepted, await OfAsync("accepted"));
        Assert.All([await OfAsync("dispatched"), await OfAsync("unknown")], status => Assert.IsType<SendStatus.Unresolved>(status));

        // The report tells of them as of any other mail, and of none twice.
        await counts.WriteAsync(Ct);
        var today = Assert.Single(await days.ReadAsync(DateOnly.FromDateTime(Now.UtcDateTime), DateOnly.FromDateTime(Now.UtcDateTime), Ct));
        Assert.Equal((2, 1, 3), (today["nurture", MailFigure.Dropped], today["nurture", MailFigure.Unknown], today.Counts.Values.Sum()));
    }

    private Task<bool> PutAsync(string id, SendStatus status) => mails.ChangeAsync(Mailbox(id), new SendId(id), Guess.AllIsNew, (_, _) =>
        new MailChange<bool>(true, null, new Send(new SendId(id), MailClass.Of("nurture"), null, Now, Now.AddDays(1), status)), Ct);

    private Task<SendStatus?> OfAsync(string id) =>
        mails.ChangeAsync(Mailbox(id), new SendId(id), Guess.Nothing, (_, send) => new MailChange<SendStatus?>(send?.Status), Ct);

    private MailboxId Mailbox(string id) => mails.IdOf($"{id}@acme.example");
}
