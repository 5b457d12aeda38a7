using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>The same person, the same form, the same delivery: never a second lead.</summary>
public sealed class RepeatEnquiryTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private readonly Api api = host.Api;

    [Fact]
    public async Task A_repeat_enquiry_is_a_touch_of_the_open_lead_and_its_owner_is_told()
    {
        var form = A.Lead();
        var first = await api.ReceiveAsync(form);
        var linked = (await api.AccountingAsync())["linked"]!.GetValue<int>();
        var second = await api.ReceiveAsync(form.DeepClone().AsObject().With("message", "And a demo, please").With("email", form["email"]!.ToString().ToUpperInvariant()));
        Assert.NotEqual(first, second);

        var lead = await api.LeadAsync(first);
        Assert.Equal(second, Assert.Single(lead.Json["touches"]!.AsArray())!["submission"]!.ToString());
        Assert.Equal(first, (await api.LeadAsync(second)).Json["linkedTo"]!.ToString());
        // Above the hourly cap of this class's many leads, he is told in a digest.
        Assert.Equal(2, lead.Story.Count(kind => kind is "mailed" or "mailMerged"));
        Assert.InRange((await api.MailsAboutAsync(first)).Where(m => m.Class == "assignment").Select(m => m.To).Distinct().Count(), 0, 1);
        Assert.DoesNotContain(await api.MailsAboutAsync(second), m => m.Class == "ack");
        Assert.Equal(linked + 1, (await api.AccountingAsync())["linked"]!.GetValue<int>());
        Assert.DoesNotContain(await api.ListAsync(), l => l["leadId"]!.ToString() == second);
    }

    [Fact]
    public async Task An_enquiry_after_the_end_opens_a_lead_of_its_own_with_the_owner_who_knows_the_person()
    {
        var form = A.Lead();
        var first = await api.ReceiveAsync(form);
        var owner = (await api.LeadAsync(first)).Owner;
        (await api.SignalAsync(first, new { type = "won" })).Is(HttpStatusCode.OK);
        var second = await api.ReceiveAsync(form.DeepClone().AsObject().With("message", "One more thing"));

        var lead = await api.LeadAsync(second);
        Assert.Equal("offered", lead.State);
        Assert.Equal(first, lead.Json["previous"]!.ToString());
        Assert.Equal(owner, lead.Owner);
    }

    [Fact]
    public async Task The_same_post_again_gets_the_same_ids()
    {
        var form = A.Lead();
        var first = (await api.SubmitAsync(form)).Is(HttpStatusCode.OK);
        for (var again = 0; again < 3; again++)
        {
            var repeated = (await api.SubmitAsync(form)).Is(HttpStatusCode.OK);
            Assert.Equal("duplicate", repeated.Value("status"));
            Assert.Equal(first.Value("submissionId"), repeated.Value("submissionId"));
            Assert.Equal(first.Value("leadId"), repeated.Value("leadId"));
            await api.SettleAsync();
        }
        Assert.Single(await api.MailsAboutAsync(first.Value("leadId")!), m => m.Class == "ack");
    }

    [Fact]
    public async Task The_senders_own_key_makes_it_the_same_delivery_whatever_the_body_says()
    {
        var first = (await api.SubmitAsync(A.Lead(), idempotencyKey: "delivery-1")).Is(HttpStatusCode.OK);
        var again = (await api.SubmitAsync(A.Lead(), idempotencyKey: "delivery-1")).Is(HttpStatusCode.OK);
        Assert.Equal("duplicate", again.Value("status"));
        Assert.Equal(first.Value("leadId"), again.Value("leadId"));
        var other = (await api.SubmitAsync(A.Lead(), idempotencyKey: "delivery-2")).Is(HttpStatusCode.OK);
        Assert.NotEqual(first.Value("leadId"), other.Value("leadId"));
    }

    [Fact]
    public async Task Twenty_forms_of_one_person_at_once_are_one_lead_with_nineteen_touches()
    {
        var email = A.Lead()["email"]!.ToString();
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
            (await api.SubmitAsync(A.Lead().With("email", email).With("message", $"Question {n}"))).Is(HttpStatusCode.OK).Value("submissionId")!));
        await api.SettleAsync();
        var leads = await Task.WhenAll(ids.Distinct().Select(api.LeadAsync));
        Assert.Equal(20, leads.Length);
        var one = Assert.Single(leads, l => l.State != "linked");
        Assert.Equal(19, one.Json["touchCount"]!.GetValue<int>());
        Assert.Single(await api.MailsAsync(), m => m.Class == "ack" && m.To == email);
        await api.AccountingAsync();
    }
}
