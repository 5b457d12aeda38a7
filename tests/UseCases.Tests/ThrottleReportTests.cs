using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>What the throttle did, by day: as many as the mails that went and the ones that did not, however often it is written down.</summary>
public sealed class ThrottleReportTests : IAsyncDisposable
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    private readonly TestWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Each_day_counts_what_every_process_sent_on_it_once()
    {
        var written = false;
        var first = world.Start();
        await first.SubmitAsync(A.Lead("eva@acme.example"));
        await first.Get<MailCounts>().WriteAsync(CancellationToken.None);
        await first.Get<MailCounts>().WriteAsync(CancellationToken.None);
        var second = world.Start(Faulty);
        await second.SubmitAsync(A.Lead("ada@acme.example"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => second.Get<MailCounts>().WriteAsync(CancellationToken.None));
        await second.Get<MailCounts>().WriteAsync(CancellationToken.None);
        var onMonday = world.Mails.Sent.Count;

        world.Clock.Advance(TimeSpan.FromDays(1));
        await first.SubmitAsync(A.Lead("joe@acme.example"));
        await first.Get<MailCounts>().WriteAsync(CancellationToken.None);

        var days = await world.Start().Get<IMailDays>().ReadAsync(Monday, Monday.AddDays(6), CancellationToken.None);
        Assert.Equal([Monday, Monday.AddDays(1)], days.Select(d => d.Day));
        Assert.Equal([onMonday, world.Mails.Sent.Count - onMonday], days.Select(d => d[null, MailFigure.Sent]));
        Assert.Equal([2, 1], days.Select(d => d["ack", MailFigure.Sent]));
        Assert.Empty(await world.Start().Get<IMailDays>().ReadAsync(Monday.AddDays(2), Monday.AddDays(6), CancellationToken.None));

        // The first count that is written arrives, and its reply does not.
        Fault Faulty(StorageOperation operation)
        {
            if (written || operation is not { IsCommit: true, Table: TableBreakerStore.Table }) return Fault.None;
            written = true;
            return Fault.After;
        }
    }

    [Fact]
    public async Task Each_decision_counts_for_its_class_on_the_day_on_which_it_was_made()
    {
        var first = world.Start();
        foreach (var id in new[] { "ack1", "ack2", "ack2" }) await SendAsync(first, id, "ack", "eva@acme.example");
        // Of twenty an hour the alerts keep four.
        for (var i = 0; i < 21; i++) await SendAsync(first, $"offer{i}", "assignment", "ana@leadrouter.example");
        await SendAsync(first, "letter1", "nurture", "joe@example.org");
        world.Clock.Advance(TimeSpan.FromDays(1));
        var second = world.Start();
        foreach (var process in new[] { first, second }) await SendAsync(process, "letter2", "nurture", "joe@example.org", consents: true);
        await SendAsync(second, "letter3", "nurture", "joe@example.org", consents: true);
        world.Mails.Answer = _ => new MailAnswer(MailFate.Rejected, "no such address") { IsFinal = true };
        await SendAsync(first, "ack3", "ack", "kim@example.org");
        world.Mails.Answer = _ => new MailAnswer(MailFate.Unknown, "timeout");
        await SendAsync(second, "ack4", "ack", "lea@example.org");
        await second.Get<ReserveSend>().RunAsync(Mail("other", "legal", "max@example.org"), TimeSpan.FromMinutes(5), CancellationToken.None);
        foreach (var process in new[] { first, second }) await process.Get<MailCounts>().WriteAsync(CancellationToken.None);

        var days = await world.Start().Get<IMailDays>().ReadAsync(Monday, Monday.AddDays(6), CancellationToken.None);
        Assert.Equal(
            ["2: ack Dropped 1, ack Sent 1, assignment Merged 5, assignment Sent 16, nurture Suppressed 1", "3: ack Refused 1, ack Unknown 1, legal Admitted 1, nurture Deferred 1, nurture Sent 1"],
            days.Select(d => $"{d.Day.Day}: {string.Join(", ", d.Counts.Select(c => $"{c.Key} {c.Value}"))}"));
    }

    [Fact]
    public async Task A_mail_that_complaints_hold_back_counts_for_the_breaker()
    {
        var process = world.Start();
        for (var i = 0; i < ComplaintBreaker.FewestComplaints; i++)
            await process.Get<Breakers>().ComplainedAsync("ack", "someone@acme.example", world.Now, new MailboxId($"{i}"), new SendId($"{i}"), CancellationToken.None);
        await process.Get<Breakers>().DeliveredAsync("ack", "someone@acme.example", world.Now, mails: 100, CancellationToken.None);
        await process.SubmitAsync(A.Lead("eva@acme.example"));
        await process.Get<MailCounts>().WriteAsync(CancellationToken.None);
        var today = Assert.Single(await process.Get<IMailDays>().ReadAsync(Monday, Monday, CancellationToken.None));
        Assert.Equal((1, 0, 1), (today["ack", MailFigure.Breaker], today["ack", MailFigure.Sent], today["assignment", MailFigure.Sent]));
        Assert.Equal(1, today["ack", MailFigure.Deferred] + today["ack", MailFigure.Dropped]);
    }

    private static Task<MailOutcome> SendAsync(TestProcess process, string id, string mailClass, string to, bool consents = false) =>
        process.Get<SendMail>().RunAsync(Mail(id, mailClass, to) with { Contact = consents ? new ContactFacts("Europe/Madrid", null, TestWorld.Monday9) : null }, CancellationToken.None);

    private static OutgoingMail Mail(string id, string mailClass, string to) =>
        new(id, mailClass, "message", "en", to, null, new LeadId(id), new Dictionary<string, object?>()) { Topic = "form" };
}
