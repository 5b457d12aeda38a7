using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Insights;
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
}
