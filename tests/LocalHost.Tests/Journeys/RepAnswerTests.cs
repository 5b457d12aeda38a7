using System.Text.RegularExpressions;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>What a rep answers on the pages behind the links of his mails, and what the pages say when there is nothing left to answer.</summary>
public sealed partial class RepAnswerTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private static readonly string[] Germans = ["jonas", "lena"];

    private readonly Api api = host.Api;

    [Fact]
    public async Task Accepted_contacted_and_qualified_from_the_mail()
    {
        var (id, mail) = await OfferAsync();
        Says(await PressAsync(mail, "accept"), "The lead is yours", "Contact by");
        Says(await PressAsync(mail, "contacted"), "Noted: contacted");
        var refused = await PressAsync(mail, "qualified", ("criteria", "need"));
        Says(refused.Is(HttpStatusCode.UnprocessableEntity), "these are missing", "Decides, or brings who decides", "Wants to start within six months");
        Assert.Equal("contacted", (await api.LeadAsync(id)).State);
        Says(await PressAsync(mail, "qualified", ("criteria", "need"), ("criteria", "authority"), ("criteria", "timing")), "Noted: qualified");
        var lead = await api.LeadAsync(id);
        Assert.Equal("qualified", lead.State);
        var accepted = lead.Json["timeline"]!.AsArray().Single(e => e!["kind"]!.ToString() == "accepted")!;
        Assert.NotNull(accepted["took"]!["wallMinutes"]);
        Assert.NotNull(accepted["took"]!["businessMinutes"]);
    }

    [Fact]
    public async Task Accepting_twice_shows_the_same_and_happens_once()
    {
        var (id, mail) = await OfferAsync();
        var path = await mail.LinkToAsync(api, "accept");
        Says(await PostAsync(path, ("action", "accept")), "The lead is yours");
        var once = (await api.LeadAsync(id)).Json.ToJsonString();
        Says(await PostAsync(path, ("action", "accept")), "This lead is already yours");
        Says(await api.GetAsync(path, key: null), "This lead is already yours");
        Assert.Equal(once, (await api.LeadAsync(id)).Json.ToJsonString());
    }

    [Fact]
    public async Task An_accept_is_taken_back_within_ten_minutes_and_not_later()
    {
        var (id, mail) = await OfferAsync();
        var path = await mail.LinkToAsync(api, "accept");
        var undo = LinkIn((await PostAsync(path, ("action", "accept"))).Text, "Take the accept back");
        await api.AdvanceAsync(TimeSpan.FromMinutes(9));
        Says(await api.GetAsync(undo, key: null), "Take the accept back?");
        Assert.Equal("accepted", (await api.LeadAsync(id)).State);
        Says(await PostAsync(undo, ("action", "undoAccept")), "The lead is offered to you again");
        Assert.Equal("offered", (await api.LeadAsync(id)).State);

        Says(await PostAsync(path, ("action", "accept")), "The lead is yours");
        await api.AdvanceAsync(TimeSpan.FromMinutes(11));
        Says(await PostAsync(undo, ("action", "undoAccept")), "for ten minutes");
        Assert.Equal("accepted", (await api.LeadAsync(id)).State);
    }

    [Theory]
    [InlineData("spam", "disqualified", true)]
    [InlineData("no-fit", "disqualified", false)]
    [InlineData("wrong-territory", "offered", true)]
    [InlineData("overloaded", "offered", false)]
    public async Task A_reason_decides_what_becomes_of_a_rejected_lead(string reason, string state, bool refunded)
    {
        var (id, mail) = await OfferAsync();
        Says(await PressAsync(mail, "reject"), "Choose a reason.");
        Says(await PressAsync(mail, "reject", ("reason", reason)), "You have rejected the lead");
        await api.SettleAsync();
        var lead = await api.LeadAsync(id);
        Assert.Equal(state, lead.State);
        Assert.Equal(refunded, lead.Story.Contains("refunded"));
        Assert.Equal(reason == "wrong-territory", lead.Story.Contains("ruleFlagged"));
    }

    [Fact]
    public async Task A_lead_that_comes_too_early_is_nurtured_until_the_date_and_offered_again()
    {
        var (id, mail) = await OfferAsync();
        Says(await PressAsync(mail, "reject", ("reason", "timing")), "Choose a date in the future.");
        Says(await PressAsync(mail, "reject", ("reason", "timing"), ("until", "2001-01-01")), "Choose a date in the future.");
        var until = DateOnly.FromDateTime((await api.NowAsync()).UtcDateTime).AddDays(7);
        Says(await PressAsync(mail, "reject", ("reason", "timing"), ("until", until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))), "You have rejected the lead");
        var lead = await api.LeadAsync(id);
        Assert.Equal("nurturing", lead.State);
        Assert.Equal(until.ToDateTime(TimeOnly.MinValue).AddHours(-1), lead.Json["until"]!.GetValue<DateTimeOffset>().UtcDateTime);
    }

    [Fact]
    public async Task A_lead_is_rated_with_a_reason_whatever_its_end()
    {
        var (id, mail) = await OfferAsync();
        (await api.SignalAsync(id, new { type = "lost", reason = "no-decision", note = "Too dear" })).Is(HttpStatusCode.OK);
        Says(await PressAsync(mail, "rate", ("reason", "good-lead")), "Say whether the lead was good or bad.");
        Says(await PressAsync(mail, "rate", ("rating", "good"), ("reason", "good-lead")), "Noted: thank you");
        Says(await PressAsync(mail, "rate", ("rating", "bad"), ("reason", "spam")), "You have rated this lead before.");
        var lead = await api.LeadAsync(id);
        Assert.Single(lead.Story, "rated");
        Assert.Equal("no-decision", lead.Json["reason"]!.ToString());
        Assert.EndsWith(": no-decision, Too dear", lead.Json["timeline"]!.AsArray().Single(e => e!["kind"]!.ToString() == "lost")!["text"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_who_took_the_lead_and_when()
    {
        var (id, mail) = await OfferAsync();
        var path = await mail.LinkToAsync(api, "accept");
        (await api.SignalAsync(id, new { type = "reassigned", owner = "valentina" })).Is(HttpStatusCode.OK);
        await api.AdvanceAsync(TimeSpan.FromMinutes(2));
        Says(await PostAsync(path, ("action", "accept")), "The lead was passed on to Valentina Rojas 2 minutes ago.");
        (await api.SignalAsync(id, new { type = "accepted" })).Is(HttpStatusCode.OK);
        await api.AdvanceAsync(TimeSpan.FromMinutes(3));
        Says(await api.GetAsync(path, key: null), "The lead was taken by Valentina Rojas 3 minutes ago.");
        (await api.SignalAsync(id, new { type = "lost" })).Is(HttpStatusCode.OK);
        Says(await PostAsync(path, ("action", "accept")), "The lead was withdrawn");
        Assert.Equal("lost", (await api.LeadAsync(id)).State);
    }

    [Fact]
    public async Task An_accept_after_the_time_out_changes_nothing()
    {
        var (id, mail) = await OfferAsync();
        var path = await mail.LinkToAsync(api, "accept");
        var owner = (await api.LeadAsync(id)).Owner;
        while ((await api.LeadAsync(id)) is var lead && lead.Owner == owner) await api.MoveToAsync(lead.Next);
        var before = (await api.LeadAsync(id)).Json.ToJsonString();
        var late = await PostAsync(path, ("action", "accept"));
        Assert.True(late.Text.Contains("passed on to", StringComparison.Ordinal) || late.Text.Contains("withdrawn", StringComparison.Ordinal), late.Text);
        Assert.Equal(before, (await api.LeadAsync(id)).Json.ToJsonString());
    }

    [Fact]
    public async Task A_button_of_another_action_or_none_does_nothing()
    {
        var (id, mail) = await OfferAsync();
        var path = await mail.LinkToAsync(api, "accept");
        var before = (await api.LeadAsync(id)).Json.ToJsonString();
        foreach (var action in new[] { "reject", "contacted", "qualified", "disqualified", "rate", "pause", "", "ACCEPT\n" }) await PostAsync(path, ("action", action), ("reason", "spam"), ("rating", "bad"));
        await api.PostAsync(path, null, key: null);
        await api.PostAsync(path, Api.Json(new { action = "accept" }), key: null);
        Assert.Equal(before, (await api.LeadAsync(id)).Json.ToJsonString());
    }

    [Fact]
    public async Task A_reps_own_page_shows_his_leads_with_their_clocks_and_pauses_and_resumes_him()
    {
        await MorningAsync();
        var (id, mail) = await OfferAsync();
        var lead = await api.LeadAsync(id);
        var mine = LinkIn((await PressAsync(mail, "accept")).Text, "My leads");
        Says(await api.GetAsync(mine, key: null), lead.Json["attributes"]!["fullName"]!.ToString(), "Contact by", "of working time left", "Accepted just now");

        Says(await PostAsync(mine, ("action", "pause"), ("until", "2001-01-01")), "Choose a date in the future.");
        Assert.True(await IsEligibleAsync(lead.Owner!));
        Says(await PostAsync(mine, ("action", "pause"), ("until", "")), "You are paused until you resume.");
        Assert.False(await IsEligibleAsync(lead.Owner!));
        Says(await api.GetAsync(mine, key: null), "value=\"resume\"");
        Says(await PostAsync(mine, ("action", "resume")), "value=\"pause\"");
        Assert.True(await IsEligibleAsync(lead.Owner!));
        Says(await PostAsync(mine, ("action", "pause"), ("until", "2026-12-24")), "You are paused until Thu 2026-12-24 00:00");
        Says(await PostAsync(mine, ("action", "resume")), "value=\"pause\"");
    }

    [Fact]
    public async Task A_reps_own_page_shows_what_he_rejected_and_what_he_let_time_out()
    {
        var (id, mail) = await OfferAsync();
        var (rejecter, name) = ((await api.LeadAsync(id)).Owner, NameOf(await api.LeadAsync(id)));
        Says(await PressAsync(mail, "reject", ("reason", "overloaded")), "You have rejected the lead");
        await api.SettleAsync();
        Assert.NotEqual(rejecter, (await api.LeadAsync(id)).Owner);
        Says(await api.GetAsync(LinkIn(mail.Html, "My leads"), key: null), name, "Rejected by you", "I have no time", "Offered to you just now");

        var (late, second) = await OfferAsync();
        var owner = (await api.LeadAsync(late)).Owner;
        while ((await api.LeadAsync(late)) is var lead && lead.Owner == owner) await api.MoveToAsync(lead.Next);
        Says(await api.GetAsync(LinkIn(second.Html, "My leads"), key: null), NameOf(await api.LeadAsync(late)), "Not accepted in time");
    }

    /// <summary>At night the duty desk would get the lead, whose working time never ends.</summary>
    private async Task MorningAsync()
    {
        var day = (await api.NowAsync()).UtcDateTime.Date.AddDays(1);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) day = day.AddDays(1);
        await api.MoveToAsync(new DateTimeOffset(day.AddHours(9), TimeSpan.Zero));
    }

    private static string NameOf(Lead lead) => lead.Json["attributes"]!["fullName"]!.ToString();

    /// <summary>
    /// A lead of a German, whose reps read English. When other tests have filled their hour or day, one of the next morning; and when they
    /// have let so many offers pass that the reps are paused, these go on first.
    /// </summary>
    private async Task<(string Id, Mail Offer)> OfferAsync()
    {
        for (var mornings = 0; mornings < 3; mornings++)
        {
            foreach (var rep in Germans) (await api.PostAsync($"/api/reps/{rep}/resume", null)).Is(HttpStatusCode.OK);
            var id = await api.ReceiveAsync(A.Lead().With("country", "DE"));
            while ((await api.LeadAsync(id)) is { State: not "offered" } lead) await api.MoveToAsync(lead.Next);
            var offers = (await api.MailsAboutAsync(id)).Where(m => m.Class == "assignment").ToList();
            var owner = (await api.LeadAsync(id)).Owner;
            if (Germans.Contains(owner) && offers is [.., var offer]) return (id, offer);
            await MorningAsync();
        }
        throw new InvalidOperationException("No German rep was offered the lead");
    }

    private async Task<bool> IsEligibleAsync(string rep) => (await api.GetAsync("/api/pools")).Is(HttpStatusCode.OK).Json["items"]!.AsArray()
        .SelectMany(p => p!["reps"]!.AsArray()).Where(r => r!["rep"]!.ToString() == rep).All(r => r!["reasons"]!.AsArray().All(x => x!.ToString() != "paused"));

    private async Task<Reply> PressAsync(Mail mail, string action, params (string Name, string Value)[] fields) =>
        await PostAsync(await mail.LinkToAsync(api, action), [("action", action), .. fields]);

    private async Task<Reply> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await api.PostAsync(path, form, key: null);
    }

    private static void Says(Reply page, params string[] texts)
    {
        foreach (var text in texts) Assert.Contains(text, WebUtility.HtmlDecode(page.Text), StringComparison.Ordinal);
    }

    private static string LinkIn(string html, string text) =>
        new Uri(WebUtility.HtmlDecode(Anchor().Matches(html).Single(m => m.Groups["text"].Value == text).Groups["url"].Value)).PathAndQuery;

    [GeneratedRegex("<a href=\"(?<url>[^\"]+)\">(?<text>[^<]+)</a>", RegexOptions.NonBacktracking)]
    private static partial Regex Anchor();
}
