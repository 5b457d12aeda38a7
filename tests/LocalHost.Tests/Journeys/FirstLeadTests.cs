using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>One lead from the form to the customer, through the mails and pages that people see.</summary>
public sealed class FirstLeadTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private static readonly string[] Scanners =
    [
        "Mozilla/5.0 (compatible; Microsoft Office; ms-office; MSOffice 16)", "Barracuda Sentinel (EE)", "Mimecast URL Protect",
        "Proofpoint URL Defense", "GoogleImageProxy", "Symantec Email Security",
    ];

    private readonly Api api = host.Api;

    [Fact]
    public async Task A_new_lead_is_offered_to_a_rep_and_both_are_told()
    {
        var form = A.Lead();
        var reply = (await api.SubmitAsync(form)).Is(HttpStatusCode.OK);
        Assert.Equal("accepted", reply.Value("status"));
        Assert.Equal(reply.Value("submissionId"), reply.Value("leadId"));
        await api.SettleAsync();

        var lead = await api.LeadAsync(reply.Value("leadId")!);
        Assert.Equal("offered", lead.State);
        Assert.NotNull(lead.Owner);
        Assert.Equal(1, lead.Attempt);
        Assert.Equal(form["email"]!.ToString(), lead.Json["attributes"]!["email"]!.ToString());
        Assert.True(lead.Deadline("accept") > await api.NowAsync());
        Assert.Equal("received", lead.Story.First());
        Assert.Contains("offered", lead.Story);

        var mails = await api.MailsAboutAsync(lead.Id);
        var offer = Assert.Single(mails, m => m.Class == "assignment");
        var thanks = Assert.Single(mails, m => m.Class == "ack");
        Assert.Equal(form["email"]!.ToString(), thanks.To);
        Assert.NotEqual(offer.To, thanks.To);
        await offer.LinkToAsync(api, "accept");
        await offer.LinkToAsync(api, "reject");
        Assert.All(offer.Links, link => Assert.StartsWith($"{host.Process.Url}/r/", link, StringComparison.Ordinal));
        Assert.Single((await api.GetAsync($"/api/lead/{lead.Id}/decisions")).Is(HttpStatusCode.OK).Json["decisions"]!.AsArray());
    }

    [Fact]
    public async Task Looking_at_the_links_of_a_mail_changes_nothing()
    {
        var (lead, offer) = await OfferedAsync();
        var before = (await api.LeadAsync(lead)).Json.ToJsonString();
        var paths = offer.Links.Select(l => new Uri(l).PathAndQuery).ToList();
        for (var visit = 0; visit < Proof.ScannerVisits; visit++)
        {
            foreach (var path in paths)
            {
                foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Options })
                {
                    var reply = await api.SendAsync(method, path, null, key: null, ("User-Agent", Scanners[visit % Scanners.Length]));
                    if (method != HttpMethod.Options) reply.Is(HttpStatusCode.OK);
                }
            }
        }
        await api.SettleAsync();
        Assert.Equal(before, (await api.LeadAsync(lead)).Json.ToJsonString());
    }

    [Fact]
    public async Task The_page_behind_a_link_is_neither_kept_nor_leaked()
    {
        var (_, offer) = await OfferedAsync();
        var page = (await api.GetAsync(await offer.LinkToAsync(api, "accept"), key: null)).Is(HttpStatusCode.OK);
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("noindex", Assert.Single(page.Headers.GetValues("X-Robots-Tag")));
        Assert.Contains("default-src 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Pressing_accept_acts_once_and_a_replay_says_already()
    {
        var (id, offer) = await OfferedAsync();
        var accept = await offer.LinkToAsync(api, "accept");

        (await PressAsync(accept, "accept")).Is(HttpStatusCode.OK);
        var accepted = await api.LeadAsync(id);
        Assert.Equal("accepted", accepted.State);
        Assert.True(accepted.Deadline("contact") > await api.NowAsync());

        var replay = (await PressAsync(accept, "accept")).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("<form", replay.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", (await api.GetAsync(accept, key: null)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Equal(accepted.Json.ToJsonString(), (await api.LeadAsync(id)).Json.ToJsonString());
    }

    [Fact]
    public async Task Twenty_presses_at_once_are_one_accept()
    {
        var (id, offer) = await OfferedAsync();
        var accept = await offer.LinkToAsync(api, "accept");
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PressAsync(accept, "accept")));
        Assert.All(replies, r => r.Is(HttpStatusCode.OK));
        await api.SettleAsync();
        Assert.Single((await api.LeadAsync(id)).Story, "accepted");
    }

    [Fact]
    public async Task An_accept_that_was_taken_back_can_be_given_again_by_the_same_link()
    {
        var (id, offer) = await OfferedAsync();
        var accept = await offer.LinkToAsync(api, "accept");
        await PressAsync(accept, "accept");
        (await api.SignalAsync(id, new { type = "undoAccept" })).Is(HttpStatusCode.OK);
        Assert.Equal("offered", (await api.LeadAsync(id)).State);

        (await PressAsync(accept, "accept")).Is(HttpStatusCode.OK);
        Assert.Equal("accepted", (await api.LeadAsync(id)).State);
    }

    [Fact]
    public async Task A_page_cannot_press_a_button_that_is_not_its_own()
    {
        var (id, offer) = await OfferedAsync();
        await PressAsync(await offer.LinkToAsync(api, "accept"), "reject");
        await PressAsync(await offer.LinkToAsync(api, "accept"), "");
        (await api.PostAsync(await offer.LinkToAsync(api, "accept"), Api.Json(new { action = "accept" }), key: null)).Is(HttpStatusCode.OK);
        Assert.Equal("offered", (await api.LeadAsync(id)).State);
    }

    [Fact]
    public async Task A_rejection_offers_the_lead_to_somebody_else_and_withdraws_the_page()
    {
        var (id, offer) = await OfferedAsync();
        var first = await api.LeadAsync(id);
        var (accept, reject) = (await offer.LinkToAsync(api, "accept"), await offer.LinkToAsync(api, "reject"));
        var page = (await api.GetAsync(reject, key: null)).Text;
        var options = System.Text.RegularExpressions.Regex.Matches(page, "<option value=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        var reroutes = Assert.Single(options, o => o == "overloaded");
        using var form = new FormUrlEncodedContent([new("action", "reject"), new("reason", reroutes)]);
        (await api.PostAsync(reject, form, key: null)).Is(HttpStatusCode.OK);
        await api.SettleAsync();

        var second = await api.LeadAsync(id);
        Assert.NotEqual(first.Owner, second.Owner);
        Assert.Contains("rejected", second.Story);
        var late = (await PressAsync(accept, "accept")).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("<form", late.Text, StringComparison.Ordinal);
        Assert.Equal(second.Json.ToJsonString(), (await api.LeadAsync(id)).Json.ToJsonString());
    }

    [Fact]
    public async Task A_token_that_was_changed_opens_nothing()
    {
        var (id, offer) = await OfferedAsync();
        var accept = await offer.LinkToAsync(api, "accept");
        var before = (await api.LeadAsync(id)).Json.ToJsonString();
        var random = new Random(7);
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
        for (var i = 0; i < Proof.MutatedTokens; i++)
        {
            var token = accept["/r/".Length..].ToCharArray();
            var at = random.Next(token.Length);
            var other = letters[random.Next(letters.Length)];
            if (token[at] == other) continue;
            token[at] = other;
            (await PressAsync("/r/" + new string(token), "accept")).Is(HttpStatusCode.NotFound);
        }
        Assert.Equal(before, (await api.LeadAsync(id)).Json.ToJsonString());
    }

    [Fact]
    public async Task A_lead_goes_from_the_offer_to_the_customer()
    {
        var (id, offer) = await OfferedAsync();
        await PressAsync(await offer.LinkToAsync(api, "accept"), "accept");
        await ExpectAsync(new { type = "contacted" }, "contacted");
        await ExpectAsync(new { type = "qualified", criteria = new[] { "authority", "need", "timing" } }, "qualified");
        await ExpectAsync(new { type = "won" }, "won");
        var won = await api.LeadAsync(id);
        Assert.Empty(won.Json["deadlines"]!.AsArray());
        (await api.SignalAsync(id, new { type = "contacted" })).Is(HttpStatusCode.Conflict, "signal.refused");

        async Task ExpectAsync(object signal, string state)
        {
            Assert.Equal(state, (await api.SignalAsync(id, signal)).Is(HttpStatusCode.OK).Value("state"));
            Assert.Equal(state, (await api.LeadAsync(id)).State);
            await api.AccountingAsync();
        }
    }

    private async Task<(string Lead, Mail Offer)> OfferedAsync()
    {
        var id = await api.ReceiveAsync(A.Lead());
        return (id, (await api.MailsAboutAsync(id)).Single(m => m.Class == "assignment"));
    }

    private async Task<Reply> PressAsync(string path, string action)
    {
        using var form = new FormUrlEncodedContent([new("action", action)]);
        return await api.PostAsync(path, form, key: null);
    }
}
