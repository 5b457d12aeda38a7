using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>What a crash between two writes leaves behind is found by going through all records, each kind in one sweep.</summary>
public sealed class SweepTests : IAsyncDisposable
{
    private readonly TestWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("web", LeadStatus.Offered)]
    [InlineData("unknown", LeadStatus.Quarantined)]
    public async Task A_submission_that_was_stored_and_never_registered_is_listed_and_counted_after_one_sweep(string source, LeadStatus then)
    {
        var id = await StoreUnregisteredAsync(A.Lead("eva@acme.example", source: source));
        var process = world.Start();
        var sweep = process.Get<SweepLeads>();

        // Its sender may still be on the way to the index.
        Assert.Empty((await sweep.RunAsync(CancellationToken.None)).Orphans);
        Assert.Equal(0, (await process.Index.CountAsync(CancellationToken.None)).Received);

        world.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal([id], (await sweep.RunAsync(CancellationToken.None)).Orphans);
        Assert.Equal(1, (await process.Index.CountAsync(CancellationToken.None)).Received);
        await process.PumpAsync();
        Assert.Equal(then, (await process.LeadAsync(id)).Life.Status);
        Assert.Empty((await sweep.RunAsync(CancellationToken.None)).Orphans);
        var listed = await process.Index.ListAsync(new LeadFilter { Quarantine = then == LeadStatus.Quarantined }, 10, null, CancellationToken.None);
        Assert.Equal(id, Assert.Single(listed.Items).LeadId);
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task Signals_that_woke_nobody_are_taken_after_one_sweep_however_many_pages_the_records_fill()
    {
        // Two rows each, 500 to a page.
        const int leads = 600;
        var process = world.Start();
        var ids = new List<LeadId>();
        for (var i = 0; i < leads; i++) ids.Add(await process.SubmitAsync(A.Lead($"eva{i}@acme.example")));
        foreach (var id in ids) await process.Leads.AddSignalAsync(id, new SignalRow("lost", world.Now, new Signal.Lost("crm", "price")), CancellationToken.None);

        await process.Get<SweepLeads>().RunAsync(CancellationToken.None);
        await process.PumpAsync();

        foreach (var id in ids) Assert.Equal(LeadStatus.Lost, (await process.LeadAsync(id)).Life.Status);
        await Invariants.HoldAsync(world, leads);
    }

    [Fact]
    public async Task A_lead_without_a_clock_is_reported_once()
    {
        var process = world.Start();
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        await world.DeleteTimersAsync(id);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([id], (await process.Get<SweepLeads>().RunAsync(CancellationToken.None)).Orphans);
    }

    [Fact]
    public async Task Of_two_sweeps_at_once_one_finds_what_is_to_be_found()
    {
        var release = new TaskCompletionSource();
        var held = 0;
        var id = await StoreUnregisteredAsync(A.Lead("eva@acme.example"));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        // The first one waits before it registers the submission; a second one beside it would find the same.
        var process = world.Start(operation =>
            operation is { IsCommit: true, Table: TableLeadIndex.Table } && Interlocked.Increment(ref held) == 1 ? new Fault.HeldUntil(release.Task) : Fault.None);
        var sweep = process.Get<SweepLeads>();

        var first = sweep.RunAsync(CancellationToken.None);
        var second = sweep.RunAsync(CancellationToken.None);
        release.SetResult();

        LeadId[] found = [.. (await first).Orphans, .. (await second).Orphans];
        Assert.Equal([id], found);
    }

    [Fact]
    public async Task A_mail_that_nobody_confirmed_comes_to_its_end()
    {
        // Dead when the provider has answered, before it is noted.
        var handedOver = false;
        world.Mails.Answer = mail =>
        {
            handedOver |= mail.Class == "ack";
            return new MailAnswer(MailFate.Accepted);
        };
        var process = world.Start(operation => handedOver && operation.IsCommit ? Fault.CrashBefore : Fault.None);
        await process.SubmitAsync(A.Lead("eva@acme.example"));
        Assert.True(handedOver);

        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.Start().Get<SweepLeads>().RunAsync(CancellationToken.None);

        var walk = await world.Start().Get<IMailStore>().WalkAsync(null, CancellationToken.None);
        Assert.DoesNotContain(walk.Open, open => open.Send.Status is SendStatus.Dispatched);
    }

    /// <summary>As if the process had died between the two writes, and its sender never came back.</summary>
    private async Task<LeadId> StoreUnregisteredAsync(Incoming incoming)
    {
        var dying = world.Start(operation => operation is { IsCommit: true, Table: TableLeadIndex.Table } ? Fault.CrashBefore : Fault.None);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => dying.PostAsync(incoming));
        return Assert.Single((await world.Start().Leads.WalkAsync(null, CancellationToken.None)).Leads).Id;
    }
}
