using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>Who is whom: by the strongest key at once, by a weaker one only on a person's word.</summary>
public sealed class RecognitionTests : IAsyncDisposable
{
    private readonly TestWorld world = new();
    private readonly TestProcess process;

    public RecognitionTests() => process = world.Start();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("eva.ruiz@gmail.com", "evaruiz+spring@googlemail.com", true)]
    [InlineData("eva.ruiz@acme.example", "evaruiz@acme.example", false)]
    [InlineData("eva+a@acme.example", "eva+b@acme.example", false)]
    [InlineData("eva+a@outlook.com", "eva+b@outlook.com", true)]
    [InlineData("eva.a@outlook.com", "evaa@outlook.com", false)]
    public async Task Spellings_of_one_mailbox_are_one_person_where_the_provider_says_so(string first, string second, bool same)
    {
        var lead = await process.SubmitAsync(Named(first, "Eva Ruiz"));
        var other = await process.LeadAsync(await process.SubmitAsync(Named(second, "Other Name")));
        Assert.Equal(same ? lead : null, other.Life.LinkedTo);
    }

    [Fact]
    public async Task A_shared_address_does_not_glue_a_company_together()
    {
        await process.SubmitAsync(Named("info@acme.example", "Eva Ruiz"));
        var colleague = await process.LeadAsync(await process.SubmitAsync(Named("info@acme.example", "Ben Sanz")));
        Assert.Null(colleague.Life.LinkedTo);
        var again = await process.LeadAsync(await process.SubmitAsync(Named("info@acme.example", "Ruiz, Eva", "message")));
        Assert.Equal(LeadStatus.Linked, again.Life.Status);
    }

    [Fact]
    public async Task What_was_learned_with_one_form_recognises_the_next()
    {
        var lead = await process.SubmitAsync(A.Body("""{"email":"eva@acme.example"}"""));
        await process.SubmitAsync(A.Body("""{"email":"eva@acme.example","phone":"+34600112233"}"""));
        var byPhone = await process.LeadAsync(await process.SubmitAsync(A.Body("""{"phone":"+34 600 11 22 33"}""")));
        Assert.Equal(lead, byPhone.Life.LinkedTo);
    }

    [Theory]
    [InlineData("""{"email":"ben@other.example","phone":"+34600112233"}""", "phone")]
    [InlineData("""{"email":"eva.ruiz@acme.example","full_name":"RUIZ, eva"}""", "name")]
    public async Task A_weaker_key_of_somebody_else_is_proposed_and_never_merged(string form, string because)
    {
        var lead = await process.SubmitAsync(A.Body("""{"email":"eva@acme.example","full_name":"Eva Ruiz","phone":"+34600112233"}"""));
        var other = await process.LeadAsync(await process.SubmitAsync(A.Body(form)));
        Assert.Null(other.Life.LinkedTo);
        Assert.Equal([new MergeProposal(lead, because)], other.Proposals);
        Assert.Contains("mergeProposed", await process.StoryAsync(other.Id));
        await Invariants.HoldAsync(world, submissions: 2);
    }

    [Fact]
    public async Task A_test_is_nobodys_repeat_enquiry_and_nobody_is_one_of_it_but_it_is_found_by_its_key()
    {
        const string test = """{"email":"eva@acme.example","is_test":"true"}""";
        var first = await process.LeadAsync(await process.SubmitAsync(A.Body(test, "before")));
        var lead = await process.LeadAsync(await process.SubmitAsync(Named("eva@acme.example", "Eva Ruiz")));
        var second = await process.LeadAsync(await process.SubmitAsync(A.Body(test, "after")));
        Assert.All([first, lead, second], l => Assert.Null(l.Life.LinkedTo));
        Assert.Equal(0, (await process.LeadAsync(lead.Id)).TouchCount);
        var key = process.Get<PersonKeys>().Of(lead.Attributes)[0];
        Assert.Equal(new HashSet<LeadId> { first.Id, lead.Id, second.Id }, [.. await process.Get<IIdentityStore>().SubmissionsAsync(key, CancellationToken.None)]);
    }

    [Fact]
    public async Task Linking_by_hand_and_taking_it_back_restores_both()
    {
        var main = await process.SubmitAsync(Named("eva@acme.example", "Eva Ruiz"));
        var other = await process.SubmitAsync(Named("e.ruiz@acme.example", "E. Ruiz"));
        await process.TellAsync(other, new Signal.Accepted(null));
        var before = (await process.LeadAsync(other), await process.LeadAsync(main));
        Assert.Null(await process.TellAsync(other, new Signal.Merged(main, "mia")));
        var linked = await process.LeadAsync(other);
        Assert.Equal((LeadStatus.Linked, main, null), (linked.Life.Status, linked.Life.LinkedTo, linked.Life.Owner));
        Assert.Equal(other, Assert.Single((await process.LeadAsync(main)).Touches).Submission);
        await Invariants.HoldAsync(world, submissions: 2);
        // What comes to the linked one goes to the other meanwhile.
        var touch = await process.LeadAsync(await process.SubmitAsync(Named("e.ruiz@acme.example", "E. Ruiz", "again")));
        Assert.Equal(LeadStatus.Linked, touch.Life.Status);
        Assert.Equal(2, (await process.LeadAsync(main)).TouchCount);

        Assert.Null(await process.TellAsync(other, new Signal.Unmerged(main, "mia")));
        var (after, first) = (await process.LeadAsync(other), await process.LeadAsync(main));
        Assert.Equal((before.Item1.Life.Status, before.Item1.Life.Owner, before.Item1.Life.Deadline), (after.Life.Status, after.Life.Owner, after.Life.Deadline));
        Assert.Equal((before.Item2.Life.Status, before.Item2.Life.Owner), (first.Life.Status, first.Life.Owner));
        Assert.DoesNotContain(first.Touches, t => t.Submission == other);
        await Invariants.HoldAsync(world, submissions: 3);
    }

    [Fact]
    public async Task A_touch_that_was_none_becomes_a_lead_of_its_own()
    {
        var main = await process.SubmitAsync(Named("eva@acme.example", "Eva Ruiz"));
        var touch = await process.SubmitAsync(Named("eva@acme.example", "Another Eva", "other"));
        Assert.Null(await process.TellAsync(touch, new Signal.Unmerged(main, "mia")));
        Assert.Equal(LeadStatus.Offered, (await process.LeadAsync(touch)).Life.Status);
        Assert.Equal(0, (await process.LeadAsync(main)).TouchCount);
        await Invariants.HoldAsync(world, submissions: 2);
    }

    [Fact]
    public async Task A_lead_is_linked_to_an_open_lead_only_and_never_to_itself()
    {
        var main = await process.SubmitAsync(Named("eva@acme.example", "Eva Ruiz"));
        var other = await process.SubmitAsync(Named("ben@acme.example", "Ben Sanz"));
        var link = process.Get<LinkLeads>();
        Assert.IsType<Linked.Impossible>(await link.LinkAsync(main, main, null, CancellationToken.None));
        await process.TellAsync(main, new Signal.Won("crm"));
        Assert.IsType<Linked.Impossible>(await link.LinkAsync(main, other, null, CancellationToken.None));
        Assert.IsType<Linked.NoSuchLead>(await link.LinkAsync(new LeadId("nobody"), other, null, CancellationToken.None));
    }

    [Fact]
    public async Task A_closed_persons_next_enquiry_gets_the_owner_who_knows_him()
    {
        var first = await process.SubmitAsync(Named("eva@acme.example", "Eva Ruiz"));
        var owner = (await process.LeadAsync(first)).Life.Owner;
        await process.TellAsync(first, new Signal.Won("crm"));
        var second = await process.LeadAsync(await process.SubmitAsync(Named("eva@acme.example", "Eva Ruiz", "more")));
        Assert.Equal((first, owner), (second.Previous, second.StickyOwner));
        Assert.Empty(second.Proposals);
    }

    [Fact]
    public async Task A_repeat_enquiry_counts_for_the_score_as_long_as_it_is_one()
    {
        world.Configuration = A.Configuration(("ScoringRules", Domain.Rules.ConfigRow.From("again", ("Group", "intent"), ("Points", 7), ("Touches", ">= 1"))));
        var lead = await process.SubmitAsync(Named("eva@acme.example", "Eva Ruiz"));
        var before = await process.LeadAsync(lead);
        var touch = await process.SubmitAsync(Named("eva@acme.example", "Eva Ruiz", "again"));
        var after = await process.LeadAsync(lead);
        Assert.Equal((before.Score!.Total + 7, before.Life.Status, before.Life.Owner), (after.Score!.Total, after.Life.Status, after.Life.Owner));
        Assert.Null(await process.TellAsync(touch, new Signal.Unmerged(lead, "mia")));
        after = await process.LeadAsync(lead);
        Assert.Equal((before.Score.Total, null), (after.Score!.Total, after.Attributes["Touches"]));
    }

    internal static Incoming Named(string email, string name, string message = "") => A.Body($$"""{"email":"{{email}}","full_name":"{{name}}","country":"ES","message":"{{message}}"}""");
}
