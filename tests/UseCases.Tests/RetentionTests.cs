using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;
using Microsoft.Extensions.Options;
using Moq;

namespace LeadRouter.UseCases.Tests;

/// <summary>What is kept for how long, and what is told when something lies too long.</summary>
public sealed class RetentionTests : IAsyncDisposable
{
    private readonly TestWorld world = new();
    private readonly TestProcess process;

    public RetentionTests() => process = world.Start();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Raw_submissions_are_dropped_after_thirty_days_and_what_was_read_stays()
    {
        var old = await process.SubmitAsync(A.Lead("eva@acme.example"));
        world.Clock.Advance(TimeSpan.FromDays(20));
        var young = await process.SubmitAsync(A.Lead("ben@acme.example"));
        world.Clock.Advance(TimeSpan.FromDays(10));
        await process.Get<SweepLeads>().RunAsync(CancellationToken.None);
        Assert.NotNull(await process.Leads.ReadSubmissionAsync(old, CancellationToken.None));
        world.Clock.Advance(TimeSpan.FromDays(1));
        await process.Get<SweepLeads>().RunAsync(CancellationToken.None);
        Assert.Null(await process.Leads.ReadSubmissionAsync(old, CancellationToken.None));
        Assert.NotNull(await process.Leads.ReadSubmissionAsync(young, CancellationToken.None));
        Assert.Equal("eva@acme.example", (await process.LeadAsync(old)).Attributes["Email"]);
    }

    [Fact]
    public async Task Each_sweep_looks_for_old_bodies_where_the_last_one_ended_and_starts_again_after_a_day()
    {
        var (leads, looked, dropped) = (new Mock<ILeadStore>(), 0, new List<LeadId>());
        leads.Setup(l => l.WalkSubmissionsAsync(It.IsAny<string?>(), It.IsAny<CancellationToken>())).ReturnsAsync((string? cursor, CancellationToken _) =>
        {
            looked++;
            var page = cursor is null ? 1 : int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture);
            return new SubmissionWalk([(new LeadId($"lead{page}"), TestWorld.Monday9)], page < 25 ? $"{page + 1}" : null);
        });
        leads.Setup(l => l.DropSubmissionAsync(It.IsAny<LeadId>(), It.IsAny<CancellationToken>())).Callback((LeadId id, CancellationToken _) => dropped.Add(id)).Returns(Task.CompletedTask);
        var bodies = new DropOldBodies(leads.Object, Options.Create(new LeadRouterOptions { RawDays = 30 }));
        var now = TestWorld.Monday9.AddDays(31);
        foreach (var expected in new[] { 20, 5, 0 }) Assert.Equal(expected, await bodies.RunAsync(now, CancellationToken.None));
        Assert.Equal(25, looked);
        Assert.Equal(Enumerable.Range(1, 25).Select(page => $"lead{page}"), dropped.Select(id => id.Value));
        Assert.Equal(20, await bodies.RunAsync(now.AddDays(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_quarantined_submission_can_be_replayed_when_its_body_is_gone()
    {
        var kept = Assert.IsType<Ingested.Quarantined>(await process.PostAsync(A.Lead("eva@acme.example", source: "later")));
        world.Clock.Advance(TimeSpan.FromDays(31));
        await process.Get<SweepLeads>().RunAsync(CancellationToken.None);
        Assert.Null(await process.Leads.ReadSubmissionAsync(kept.Id, CancellationToken.None));
        world.Configuration = A.Configuration(("Sources", Domain.Rules.ConfigRow.From("later", ("Shape", "flat"))));
        var request = process.Get<ReplayQuarantined>().RunAllAsync(new QuarantineFilter(), CancellationToken.None);
        await process.PumpAsync();
        Assert.Equal((1, 0), await request);
        await process.PumpAsync();
        Assert.Equal(Domain.Leads.LeadStatus.Offered, (await process.LeadAsync(kept.Id)).Life.Status);
    }

    [Fact]
    public async Task A_delivery_of_several_that_waited_for_its_row_is_released_as_several()
    {
        var sources = A.Configuration(("Sources", Domain.Rules.ConfigRow.From("fair", ("Shape", "flat"))));
        world.Configuration = sources;
        const string body = """{"leads":[{"email":"eva@acme.example"},7,{"email":"ben@acme.example"}]}""";
        var kept = Assert.IsType<Ingested.Quarantined>(await process.PostAsync(A.Body(body, source: "fair")));
        Assert.Equal((0, 1), await process.Get<ReplayQuarantined>().RunAllAsync(new QuarantineFilter(), CancellationToken.None));
        world.Configuration = A.Configuration(("Sources", Domain.Rules.ConfigRow.From("fair", ("Shape", "flat"), ("Map", "Each=leads"))));
        foreach (var _ in new[] { "once", "and again" })
        {
            var all = Assert.IsType<Replay.Split>(await process.Get<ReplayQuarantined>().RunAsync(kept.Id, CancellationToken.None)).All;
            await process.PumpAsync();
            Assert.Equal(3, all.Count);
            Assert.Equal((1, 3L), (all.OfType<Ingested.Quarantined>().Count(), (await process.Index.CountAsync(CancellationToken.None)).Buckets.Values.Sum() - 1));
        }
        var leads = await Invariants.AllLeadsAsync(process);
        Assert.Equal(["ben@acme.example", "eva@acme.example"], leads.Where(l => l.Life.Status == Domain.Leads.LeadStatus.Offered).Select(l => l.Attributes["Email"]!).Order());
        Assert.Equal(Domain.Leads.LeadStatus.Discarded, (await process.LeadAsync(kept.Id)).Life.Status);
        await Invariants.HoldAsync(world, submissions: 4);
    }

    [Fact]
    public async Task An_erasure_finds_what_no_key_leads_to()
    {
        var tested = await process.SubmitAsync(A.Body("""{"email":"eva@acme.example","is_test":"true"}"""));
        var kept = Assert.IsType<Ingested.Quarantined>(await process.PostAsync(A.Body("""{"email":"eva@acme.example","phone":"+34600112233"}""", source: "unknown"))).Id;
        var discarded = Assert.IsType<Ingested.Quarantined>(await process.PostAsync(A.Body("""{"note":"write to <eva@acme.example>"}"""))).Id;
        var other = Assert.IsType<Ingested.Quarantined>(await process.PostAsync(A.Body("""{"note":"write to <ben@acme.example>"}"""))).Id;
        await process.SendAsync(discarded, new Domain.Leads.Signal.ThrownAway("mia"));
        await process.PumpAsync();
        world.Clock.Advance(TimeSpan.FromDays(31));
        await process.Get<SweepLeads>().RunAsync(CancellationToken.None);
        var request = EraseAsync("eva@acme.example");
        while (!request.IsCompleted)
        {
            await process.PumpAsync();
            await Task.WhenAny(request, Task.Delay(1));
        }
        Assert.Equal(new Erasure(3, 0), await request);
        foreach (var id in new[] { tested, kept, discarded }) Assert.Equal(["Source"], (await process.LeadAsync(id)).Attributes.Select(a => a.Key));
        Assert.Contains("ben@acme.example", (await process.LeadAsync(other)).Attributes["note"], StringComparison.Ordinal);
        await Invariants.HoldAsync(world, submissions: 4);
    }

    [Fact]
    public async Task An_erasure_has_not_ended_while_lists_and_feed_show_the_person_although_the_lead_has_taken_it()
    {
        var lead = await process.SubmitAsync(A.Lead("eva@acme.example"));
        Assert.True(await IndexHoldsAsync("eva@acme.example"));
        var request = EraseAsync("eva@acme.example");
        while ((await process.Leads.OpenAsync(lead, CancellationToken.None))!.Signals.Count == 0) await Task.Delay(1);
        var reaches = new TaskCompletionSource();
        var slow = world.Start(operation => operation is { IsCommit: true, Table: TableLeadIndex.Table } ? new Fault.HeldUntil(reaches.Task) : Fault.None);
        var moving = slow.AdvanceAsync(lead);
        Assert.Equal(new Erasure(1, 0), await request);
        Assert.False(moving.IsCompleted);
        Assert.False(await IndexHoldsAsync("eva@acme.example"));
        reaches.SetResult();
        await moving;
        Assert.False(await IndexHoldsAsync("eva@acme.example"));
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task What_waits_in_quarantine_for_days_raises_an_alarm()
    {
        await process.PostAsync(A.Lead("eva@acme.example", source: "unknown"));
        world.Clock.Advance(TimeSpan.FromDays(3));
        await process.PostAsync(A.Lead("ben@acme.example", source: "unknown"));
        Assert.Empty((await process.Get<SweepLeads>().RunAsync(CancellationToken.None)).Alarms);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var alarm = Assert.Single((await process.Get<SweepLeads>().RunAsync(CancellationToken.None)).Alarms);
        Assert.Equal(("quarantined", TestWorld.Monday9), (alarm.State, alarm.Since));
    }

    private Task<Erasure> EraseAsync(string address) =>
        process.Get<EraseContact>().RunAsync(process.Get<IIdentityStore>().HashOf(process.Get<PersonKeys>().Mailbox(address)), CancellationToken.None);

    private async Task<bool> IndexHoldsAsync(string text)
    {
        await foreach (var row in world.Disk.ScanAsync(TableLeadIndex.Table, RowKeyRange.All, CancellationToken.None))
            if (row.Properties.Values.OfType<string>().Any(value => value.Contains(text, StringComparison.Ordinal))) return true;
        return false;
    }
}
