using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>Nobody answers: the clock does the rest.</summary>
public sealed class SilenceTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private readonly Api api = host.Api;

    [Fact]
    public async Task Silence_reminds_then_asks_others_and_ends_in_the_house_queue_with_an_alarm()
    {
        var id = await api.ReceiveAsync(A.Lead());
        var asked = new List<(string Owner, string Address)>();
        for (var lead = await api.LeadAsync(id); lead.State != "house"; lead = await api.LeadAsync(id))
        {
            Assert.Contains(lead.State, new[] { "offered", "held" });
            if (lead.Owner is { } owner && asked.LastOrDefault().Owner != owner) asked.Add((owner, await NewestOfferAsync(id)));
            await api.AdvanceAsync(lead.Next - await api.NowAsync());
            await api.AccountingAsync();
        }

        Assert.True(asked.Select(a => a.Owner).Distinct().Count() >= 2, $"Only {asked.Count} offers");
        // One address a rep, and nobody is asked twice in one cycle.
        Assert.Equal(asked.Count, asked.Select(a => a.Owner).Distinct().Count());
        Assert.Equal(asked.Count, asked.Select(a => a.Address).Distinct().Count());
        var mails = await api.MailsAboutAsync(id);
        Assert.Contains(mails, m => m.Class == "sla-alert" && m.To == asked[0].Address);
        Assert.Single(mails, m => m.To == "house@leadrouter.example");
        Assert.Single(mails, m => m.Class == "ack");
        var house = await api.LeadAsync(id);
        Assert.Null(house.Owner);
        Assert.Contains("alarm", house.Story);
        Assert.Single(house.Story, "alarm");
    }

    [Fact]
    public async Task A_reminder_comes_at_its_instant_and_not_a_second_earlier()
    {
        var id = await api.ReceiveAsync(A.Lead());
        var lead = await api.LeadAsync(id);
        var told = (await api.MailsAboutAsync(id)).Count;
        await api.MoveToAsync(lead.Next - TimeSpan.FromSeconds(1));
        Assert.Equal(told, (await api.MailsAboutAsync(id)).Count);
        await api.AdvanceAsync(TimeSpan.FromSeconds(1));
        var mails = await api.MailsAboutAsync(id);
        Assert.Equal(told + 1, mails.Count);
        Assert.Equal(lead.Next, mails[^1].At);
    }

    [Fact]
    public async Task A_lead_that_nobody_touches_any_more_expires()
    {
        var id = await api.ReceiveAsync(A.Lead());
        foreach (var type in new[] { "accepted", "contacted", "qualified" }) (await api.SignalAsync(id, new { type, criteria = new[] { "authority", "need", "timing" } })).Is(HttpStatusCode.OK);
        var stale = (await api.LeadAsync(id)).Deadline("stale");
        await api.MoveToAsync(stale - TimeSpan.FromSeconds(1));
        Assert.Equal("qualified", (await api.LeadAsync(id)).State);
        await api.MoveToAsync(stale);

        var expired = await api.LeadAsync(id);
        Assert.Equal("expired", expired.State);
        Assert.Equal("stale", expired.Json["reason"]!.ToString());
        Assert.True((await api.AccountingAsync())["closed"]!["expired"]!.GetValue<int>() >= 1);
    }

    [Fact]
    public async Task An_owner_who_accepted_and_then_fell_silent_is_reminded_too()
    {
        var id = await api.ReceiveAsync(A.Lead());
        var owner = (await api.MailsAboutAsync(id)).Single(m => m.Class == "assignment").To;
        (await api.SignalAsync(id, new { type = "accepted" })).Is(HttpStatusCode.OK);
        var lead = await api.LeadAsync(id);
        await api.MoveToAsync(lead.Deadline("contact"));
        Assert.Contains(await api.MailsAboutAsync(id), m => m.Class == "sla-alert" && m.To == owner);
        Assert.Contains("breached", (await api.LeadAsync(id)).Story);
    }

    [Fact]
    public async Task Nurturing_is_silent_until_its_day_and_then_offers_anew()
    {
        var id = await api.ReceiveAsync(A.Lead());
        var until = await api.NowAsync() + TimeSpan.FromDays(7);
        (await api.SignalAsync(id, new { type = "nurture", until })).Is(HttpStatusCode.OK);
        var told = (await api.MailsAboutAsync(id)).Count;
        await api.MoveToAsync(until - TimeSpan.FromSeconds(1));
        Assert.Equal("nurturing", (await api.LeadAsync(id)).State);
        Assert.Equal(told, (await api.MailsAboutAsync(id)).Count);
        await api.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Contains((await api.LeadAsync(id)).State, new[] { "offered", "held" });
    }

    private async Task<string> NewestOfferAsync(string id) => (await api.MailsAboutAsync(id)).Last(m => m.Class == "assignment").To;
}
