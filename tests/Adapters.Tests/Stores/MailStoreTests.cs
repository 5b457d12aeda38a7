using LeadRouter.Adapters.Tables;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class EmbeddedMailStoreTests() : MailStoreContract(Engines.Embedded());

public sealed class AzureMailStoreTests(AzuriteFixture azurite) : MailStoreContract(Engines.On(azurite));

public abstract class MailStoreContract(ITableEngine tables) : StoreContract(tables)
{
    private TableMailStore Mails => new(Tables, Hash);

    [Fact]
    public async Task Of_two_hosts_that_claim_one_mail_at_once_one_may_send_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var claims = await Task.WhenAll(ClaimAsync($"send-{round}"), ClaimAsync($"send-{round}"));

            Assert.Single(claims, MailClaim.Yours);
        }
    }

    [Theory]
    [InlineData(MailFate.Accepted, MailClaim.Sent)]
    [InlineData(MailFate.Unknown, MailClaim.Unknown)]
    [InlineData(MailFate.Rejected, MailClaim.Yours)]
    public async Task What_became_of_a_mail_decides_the_next_claim(MailFate fate, MailClaim next)
    {
        Assert.Equal(MailClaim.Yours, await ClaimAsync("send"));
        await Mails.ConfirmAsync("rep@acme.example", "send", fate, Some.Monday9, Ct);

        Assert.Equal(next, await ClaimAsync("send"));
    }

    [Fact]
    public async Task A_claim_without_a_word_after_it_stays_unknown()
    {
        Assert.Equal(MailClaim.Yours, await ClaimAsync("send"));

        Assert.Equal((MailClaim.Unknown, MailClaim.Unknown), (await ClaimAsync("send"), await ClaimAsync("send")));
    }

    private Task<MailClaim> ClaimAsync(string sendId) => Mails.ClaimAsync("rep@acme.example", sendId, "assignment", Some.Monday9, Ct);
}
