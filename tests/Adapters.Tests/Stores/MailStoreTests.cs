using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class EmbeddedMailStoreTests() : MailStoreContract(Engines.Embedded());

public sealed class AzureMailStoreTests(AzuriteFixture azurite) : MailStoreContract(Engines.On(azurite));

public abstract class MailStoreContract(ITableEngine tables) : StoreContract(tables)
{
    private static readonly MailRules Rules = ContactPolicies.Default.Of(MailClass.Ack)!;

    private readonly TableMailStore mails = new(tables, Hash, Mailboxes);

    private TableMailStore AnotherHost => new(Tables, Hash, Mailboxes);

    [Fact]
    public void An_address_has_one_mailbox_however_it_is_written()
    {
        Assert.Equal(mails.IdOf("Eva.Ruiz@Acme.Example"), mails.IdOf(" eva.ruiz@acme.example "));
        Assert.Equal(mails.IdOf("e.va.ruiz+news@gmail.com"), mails.IdOf("evaruiz@gmail.com"));
        Assert.NotEqual(mails.IdOf("eva+a@acme.example"), mails.IdOf("eva@acme.example"));
        Assert.NotEqual(mails.IdOf("eva@acme.example"), mails.IdOf("eva@acme.example.org"));
        Assert.DoesNotContain("eva", mails.IdOf("eva@acme.example").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void People_of_one_company_share_a_row_and_people_with_free_mail_do_not()
    {
        Assert.Equal(mails.CompanyOf("eva@acme.example"), mails.CompanyOf("max@acme.example"));
        Assert.NotEqual(mails.IdOf("acme.example"), mails.CompanyOf("max@acme.example"));
        Assert.Null(mails.CompanyOf("eva@gmail.com"));
    }

    [Theory]
    [InlineData(Guess.AllIsNew)]
    [InlineData(Guess.SendIsNew)]
    [InlineData(Guess.Nothing)]
    public async Task Of_two_hosts_that_ask_for_one_mail_at_once_one_may_send_it(Guess guess)
    {
        for (var round = 0; round < 5; round++)
        {
            var bookings = await Task.WhenAll(TakeAsync(mails, $"send-{round}", guess), TakeAsync(AnotherHost, $"send-{round}", guess));

            Assert.Single(bookings.OfType<Booking.Yours>());
            Assert.Single(bookings.OfType<Booking.Busy>());
        }
    }

    [Fact]
    public async Task What_one_host_wrote_another_host_finds()
    {
        var yours = Assert.IsType<Booking.Yours>(await TakeAsync(mails, "send", Guess.AllIsNew));
        var token = yours.Mail.Status.Owner!.Value;
        await AnotherHost.ChangeAsync(Eva, new SendId("send"), Guess.Nothing, (state, send) =>
        {
            var moved = Assert.IsType<Move.Moved>(Outbox.Confirm(state, send!, token, new ProviderAnswer.Accepted(), Some.Monday9, TimeSpan.Zero));
            return new MailChange<bool>(true, moved.State, moved.Send);
        }, Ct);

        var again = Assert.IsType<Booking.Ended>(await TakeAsync(mails, "send", Guess.SendIsNew));
        Assert.IsType<SendStatus.Accepted>(again.Status);
        Assert.Equal(SlotStatus.Accepted, Assert.Single((await mails.ReadAsync(Eva, Ct)).Log.Sends).Status);
    }

    [Fact]
    public async Task A_burst_at_one_mailbox_gets_exactly_its_cap()
    {
        var rules = ContactPolicies.Default.Of(MailClass.Assignment)!;
        var hosts = new[] { mails, AnotherHost };
        var bookings = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => TakeAsync(hosts[i % 2], $"lead-{i}", Guess.Nothing, rules)));

        Assert.Equal(16, bookings.OfType<Booking.Yours>().Count());
        Assert.Single(bookings.OfType<Booking.Held>(), h => h.OpensDigest);
        Assert.All(bookings.OfType<Booking.Held>(), held => Assert.Equal(1, held.Decision.Digest));
    }

    [Fact]
    public async Task A_digest_lists_what_it_collected_until_it_is_cleared()
    {
        foreach (var (digest, lead) in new[] { (1L, "a"), (1L, "b"), (2L, "c"), (10L, "d") })
            await mails.ChangeAsync(Eva, null, Guess.Nothing, (_, _) => new MailChange<bool>(true, Item: ItemOf(digest, lead)), Ct);

        Assert.Equal([ItemOf(1, "a"), ItemOf(1, "b")], await AnotherHost.ItemsAsync(Eva, 1, Ct));
        await mails.ClearAsync(Eva, 1, Ct);
        Assert.Empty(await mails.ItemsAsync(Eva, 1, Ct));
        Assert.Single(await mails.ItemsAsync(Eva, 10, Ct));
    }

    [Fact]
    public async Task A_digest_is_cleared_though_somebody_else_clears_it_too()
    {
        foreach (var lead in new[] { "a", "b", "c" })
            await mails.ChangeAsync(Eva, null, Guess.Nothing, (_, _) => new MailChange<bool>(true, Item: ItemOf(1, lead)), Ct);
        var items = await Tables.QueryAsync(new TableRange(TableMailStore.Table, Eva.Value, RowKeyRange.Prefix("item-")), null, Ct);
        var between = new BeforeFirstCommit(Tables, () => Tables.CommitAsync(TableMailStore.Table, Eva.Value, [new RowWrite.Delete(items.Rows[1].RowKey, null)], Ct).AsTask());

        await new TableMailStore(between, Hash, Mailboxes).ClearAsync(Eva, 1, Ct);

        Assert.True(between.Happened);
        Assert.Empty(await mails.ItemsAsync(Eva, 1, Ct));
    }

    [Fact]
    public async Task An_erased_mailbox_keeps_nothing_but_that_nothing_may_go_there()
    {
        await TakeAsync(mails, "send", Guess.AllIsNew);
        await mails.EraseAsync(Eva, Some.Monday9, Ct);
        await mails.EraseAsync(Eva, Some.Monday9, Ct);

        var state = await AnotherHost.ReadAsync(Eva, Ct);
        Assert.Equal((0, SuppressionKind.Erased), (state.Log.Count, Assert.Single(state.Suppressions).Kind));
        var page = await Tables.QueryAsync(new TableRange(TableMailStore.Table, Eva.Value, RowKeyRange.All), null, Ct);
        Assert.Equal("state", Assert.Single(page.Rows).RowKey);
        var dropped = Assert.IsType<Booking.Held>(await TakeAsync(mails, "another", Guess.Nothing));
        Assert.Equal(DropReason.Erased, dropped.Decision.Reason);
    }

    private MailboxId Eva => mails.IdOf("eva@acme.example");

    private static DigestItem ItemOf(long digest, string lead) => new(digest, new SendId($"send-{lead}"), new LeadId(lead), "assignment", 1, new RepId("ana"), null);

    private Task<Booking> TakeAsync(TableMailStore store, string id, Guess guess, MailRules? rules = null)
    {
        rules ??= Rules;
        var request = new SendRequest(new SendId(id), rules.Class, Some.Monday9, Some.Monday9.AddDays(1)) { TopicName = id };
        var claim = Claim.Dispatch(AttemptToken.From(Guid.NewGuid()), Some.Monday9.AddMinutes(1));
        // The cap of acknowledgements is three a day: each round asks a mailbox of its own.
        var mailbox = rules.Class == MailClass.Ack && id.StartsWith("send-", StringComparison.Ordinal) ? store.IdOf($"{id}@acme.example") : Eva;
        return store.ChangeAsync(mailbox, request.Id, guess, (state, send) =>
        {
            var booking = Booking.Take(rules, state, send, request, claim, _ => false, TimeSpan.Zero, Some.Monday9);
            return new MailChange<Booking>(booking, booking.State, booking.Send);
        }, Ct);
    }
}
