using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class EmbeddedIdentityStoreTests() : IdentityStoreContract(Engines.Embedded());

public sealed class AzureIdentityStoreTests(AzuriteFixture azurite) : IdentityStoreContract(Engines.On(azurite));

public abstract class IdentityStoreContract(ITableEngine tables) : StoreContract(tables)
{
    private static readonly PersonKey Eva = new("email", "eva@acme.example");

    private TableIdentityStore Identities => new(Tables, Hash);

    [Fact]
    public async Task Of_many_claims_at_once_one_wins_and_the_others_are_told_who()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Identities.ClaimAsync(Eva, Some.Lead(i).Id, Ct)));

        var holder = Assert.Single(claims.Select(c => c.Holder).Distinct());
        Assert.Equal(holder, (await Identities.ClaimAsync(Eva, holder, Ct)).Holder);
    }

    [Fact]
    public async Task A_key_is_passed_on_once_from_the_claim_that_was_read()
    {
        var (old, next, late) = (new LeadId("old"), new LeadId("next"), new LeadId("late"));
        await Identities.ClaimAsync(Eva, old, Ct);
        var read = await Identities.ClaimAsync(Eva, next, Ct);

        await Identities.PassOnAsync(Eva, read, next, Ct);
        await Identities.PassOnAsync(Eva, read, late, Ct);

        var claim = await Identities.ClaimAsync(Eva, late, Ct);
        Assert.Equal((next, old), (claim.Holder, claim.Previous));
    }

    [Fact]
    public async Task Nobody_reads_an_address_from_the_table()
    {
        await Identities.ClaimAsync(Eva, Some.Lead().Id, Ct);
        await Identities.NoteAsync(Eva, Some.Lead(1).Id, Ct);

        var rows = await Tables.ScanAsync(TableIdentityStore.Table, RowKeyRange.All, Ct).ToListAsync(Ct);

        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.DoesNotContain("acme", $"{row.PartitionKey} {row.RowKey} {string.Join(' ', row.Properties.Values)}"));
    }

    [Fact]
    public async Task Every_submission_of_a_person_is_found_until_he_is_forgotten()
    {
        var (holder, other, next) = (Some.Lead(1).Id, Some.Lead(2).Id, Some.Lead(3).Id);
        var claim = await Identities.ClaimAsync(Eva, holder, Ct);
        await Identities.NoteAsync(Eva, other, Ct);
        await Identities.NoteAsync(Eva, other, Ct);
        await Identities.PassOnAsync(Eva, claim, next, Ct);
        var hash = new PersonKey(Eva.Kind, Identities.HashOf(Eva), IsHash: true);
        // One that was written with the claim, as versions before this one did, is found once.
        await Identities.NoteAsync(Eva, next, Ct);
        Assert.Equal(new[] { holder, other, next }.OrderBy(id => id.Value), (await Identities.SubmissionsAsync(hash, Ct)).OrderBy(id => id.Value));

        await Identities.ForgetAsync(Eva, new HashSet<LeadId> { holder }, Ct);
        Assert.Equal(3, (await Identities.SubmissionsAsync(Eva, Ct)).Count);
        await Identities.ForgetAsync(hash, new HashSet<LeadId> { holder, next }, Ct);
        Assert.Empty(await Identities.SubmissionsAsync(Eva, Ct));
        Assert.Equal(other, (await Identities.ClaimAsync(Eva, other, Ct)).Holder);
    }

    [Fact]
    public async Task Who_takes_a_key_over_while_it_is_being_forgotten_keeps_it()
    {
        var (old, next) = (Some.Lead(1).Id, Some.Lead(2).Id);
        var claim = await Identities.ClaimAsync(Eva, old, Ct);
        var between = new BeforeFirstCommit(Tables, () => Identities.PassOnAsync(Eva, claim, next, Ct));

        await new TableIdentityStore(between, Hash).ForgetAsync(Eva, new HashSet<LeadId> { old }, Ct);

        Assert.True(between.Happened);
        Assert.Equal(next, (await Identities.ClaimAsync(Eva, Some.Lead(3).Id, Ct)).Holder);
    }

    [Fact]
    public async Task Of_two_who_forget_a_key_at_once_both_come_to_an_end()
    {
        var holders = new HashSet<LeadId> { Some.Lead(1).Id };
        await Identities.ClaimAsync(Eva, Some.Lead(1).Id, Ct);
        foreach (var number in Enumerable.Range(2, 120)) await Identities.NoteAsync(Eva, Some.Lead(number).Id, Ct);
        var between = new BeforeFirstCommit(Tables, () => Identities.ForgetAsync(Eva, holders, Ct));

        await new TableIdentityStore(between, Hash).ForgetAsync(Eva, holders, Ct);

        Assert.True(between.Happened);
        Assert.Empty(await Identities.SubmissionsAsync(Eva, Ct));
    }
}
