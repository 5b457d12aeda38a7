using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Tests.World;

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
        world.Clock.Advance(TimeSpan.FromDays(11));
        await process.Get<SweepLeads>().RunAsync(CancellationToken.None);
        Assert.Null(await process.Leads.ReadSubmissionAsync(old, CancellationToken.None));
        Assert.NotNull(await process.Leads.ReadSubmissionAsync(young, CancellationToken.None));
        Assert.Equal("eva@acme.example", (await process.LeadAsync(old)).Attributes["Email"]);
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
    public async Task What_waits_in_quarantine_for_days_raises_an_alarm()
    {
        await process.PostAsync(A.Lead("eva@acme.example", source: "unknown"));
        Assert.Empty((await process.Get<SweepLeads>().RunAsync(CancellationToken.None)).Alarms);
        world.Clock.Advance(TimeSpan.FromDays(4));
        var alarm = Assert.Single((await process.Get<SweepLeads>().RunAsync(CancellationToken.None)).Alarms);
        Assert.Equal(("quarantined", TestWorld.Monday9), (alarm.State, alarm.Since));
    }
}
