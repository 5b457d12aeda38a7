using System.Globalization;
using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>Reps who are paused, come back, or are let in by an edit; and the leads that waited for them.</summary>
public sealed class PauseTests : IAsyncLifetime
{
    private static readonly RepId Ana = new("ana");
    private static readonly RepId Ben = new("ben");

    private readonly TestWorld world = new(AnaAndBen());
    private TestProcess process = null!;
    private int people;

    public ValueTask InitializeAsync()
    {
        process = world.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_paused_rep_gets_nothing_and_the_decision_says_why()
    {
        await PauseAsync(Ana);
        for (var i = 0; i < 3; i++) Assert.Equal(Ben, (await process.LeadAsync(await SubmitAsync())).Life.Owner);
        await PauseAsync(Ben);
        var held = (await process.LeadAsync(await SubmitAsync())).Life;
        Assert.Equal(LeadStatus.Held, held.Status);
        await Invariants.HoldAsync(world, submissions: 4);
    }

    [Fact]
    public async Task A_lead_whose_whole_pool_is_away_without_end_tells_little_and_goes_out_at_once_when_one_is_back()
    {
        await PauseAsync(Ana);
        await PauseAsync(Ben);
        var id = await SubmitAsync();
        await process.PassAsync(TimeSpan.FromDays(14));
        Assert.Equal(LeadStatus.Held, (await process.LeadAsync(id)).Life.Status);
        // Every quarter of an hour would be 1,344 looks.
        Assert.InRange((await process.StoryAsync(id)).Count(kind => kind == "woken"), 40, 60);
        await ResumeAsync(Ana);
        await process.PumpAsync();
        Assert.Equal((LeadStatus.Offered, (RepId?)Ana), await OwnedAsync(id));
    }

    [Fact]
    public async Task A_lead_held_for_a_pause_wakes_at_the_instant_it_ends()
    {
        await PauseAsync(Ana, until: world.Now.AddMinutes(47));
        await PauseAsync(Ben, until: world.Now.AddMinutes(90));
        var id = await SubmitAsync();
        Assert.Equal(world.Now.AddMinutes(47), (await process.LeadAsync(id)).Life.Until);
        await process.PassAsync(TimeSpan.FromMinutes(47) - TimeSpan.FromTicks(1));
        Assert.Equal(LeadStatus.Held, (await process.LeadAsync(id)).Life.Status);
        await process.PassAsync(TimeSpan.FromTicks(1));
        Assert.Equal((LeadStatus.Offered, (RepId?)Ana), await OwnedAsync(id));
    }

    [Theory]
    [InlineData("2026-03-28T19:00Z", "2026-03-29T07:00Z")]
    [InlineData("2026-10-24T18:00Z", "2026-10-25T08:00Z")]
    public async Task A_lead_of_the_night_in_which_clocks_change_wakes_when_the_shift_opens_and_earlier_for_a_rep_who_resumes(string evening, string opening)
    {
        (string, object?)[] days = [("TimeZone", "Europe/Madrid"), ("Hours", "mon-sun 09:00-18:00")];
        world.Configuration = A.Configuration(("Reps", A.Rep("ana", days)), ("Reps", A.Rep("ben", ("Hours", "mon-sun 00:00-24:00"))), ("Reps", A.Rep("cleo", days)));
        await PauseAsync(Ben);
        world.Clock.SetUtcNow(DateTimeOffset.Parse(evening, CultureInfo.InvariantCulture));
        LeadId[] held = [await SubmitAsync(), await SubmitAsync()];
        var opens = DateTimeOffset.Parse(opening, CultureInfo.InvariantCulture);
        foreach (var id in held) Assert.Equal((LeadStatus.Held, opens), ((await process.LeadAsync(id)).Life.Status, (await process.LeadAsync(id)).Life.Until));
        await process.PassAsync(opens - world.Now - TimeSpan.FromTicks(1));
        foreach (var id in held) Assert.Equal(LeadStatus.Held, (await process.LeadAsync(id)).Life.Status);
        await process.PassAsync(TimeSpan.FromTicks(1));
        foreach (var id in held) Assert.Equal(LeadStatus.Offered, (await process.LeadAsync(id)).Life.Status);

        await process.PassAsync(TimeSpan.FromHours(11));
        var late = await SubmitAsync();
        Assert.Equal(LeadStatus.Held, (await process.LeadAsync(late)).Life.Status);
        await ResumeAsync(Ben);
        await process.PumpAsync();
        Assert.Equal((LeadStatus.Offered, (RepId?)Ben), await OwnedAsync(late));
        await Invariants.HoldAsync(world, submissions: 3);
    }

    [Fact]
    public async Task Held_leads_wake_at_once_when_a_rep_resumes()
    {
        await PauseAsync(Ana);
        await PauseAsync(Ben, until: world.Now.AddHours(9));
        LeadId[] held = [await SubmitAsync(), await SubmitAsync(), await SubmitAsync()];
        await ResumeAsync(Ana);
        await process.PumpAsync();
        foreach (var id in held) Assert.Equal((LeadStatus.Offered, (RepId?)Ana), await OwnedAsync(id));
        await Invariants.HoldAsync(world, submissions: 3);
    }

    [Fact]
    public async Task A_host_that_dies_between_the_resume_and_the_wake_ups_leaves_nothing_waiting()
    {
        await PauseAsync(Ana);
        await PauseAsync(Ben);
        LeadId[] held = [await SubmitAsync(), await SubmitAsync()];
        // The process knows where things stand, so that what it does from here on is the resume alone.
        await process.Get<WakeHeld>().RunAsync(CancellationToken.None);
        for (var n = 1; ; n++)
        {
            var dying = world.Start(Faults.At(n, n % 2 == 0 ? Fault.CrashAfter : Fault.CrashBefore));
            var fault = await Record.ExceptionAsync(() => dying.Get<PauseRep>().ResumeAsync(Ana, CancellationToken.None));
            process = world.Start();
            await process.LoadAsync();
            await process.Get<WakeHeld>().RunAsync(CancellationToken.None);
            await process.PumpAsync();
            if (fault is null) break;
            Assert.IsType<StorageUnavailableException>(fault);
        }
        foreach (var id in held) Assert.Equal((LeadStatus.Offered, (RepId?)Ana), await OwnedAsync(id));
        await Invariants.HoldAsync(world, submissions: 2);
    }

    [Fact]
    public async Task Another_host_heeds_a_pause_from_its_next_look_on()
    {
        var other = world.Start();
        await other.SubmitAsync(A.Lead("first@acme.example"));
        await PauseAsync(Ana);
        await PauseAsync(Ben);
        await other.Get<IRepStates>().RefreshAsync(CancellationToken.None);
        var id = await other.SubmitAsync(A.Lead("second@acme.example"));
        Assert.Equal(LeadStatus.Held, (await other.LeadAsync(id)).Life.Status);
        // And the other way round: the host that drives notices the resume, and wakes what waits.
        await other.Get<WakeHeld>().RunAsync(CancellationToken.None);
        process.LosesWakeUps = true;
        await ResumeAsync(Ben);
        await other.Get<IRepStates>().RefreshAsync(CancellationToken.None);
        await other.Get<WakeHeld>().RunAsync(CancellationToken.None);
        await other.PumpAsync();
        Assert.Equal((LeadStatus.Offered, (RepId?)Ben), await OwnedAsync(id));
        await Invariants.HoldAsync(world, submissions: 2);
    }

    [Theory]
    [InlineData("Reps", "ana", "Enabled", "TRUE")]
    [InlineData("Reps", "cleo", "Hours", "mon-fri 06:00-20:00")]
    [InlineData("Memberships", "spain-mia", "Rep", "mia")]
    [InlineData("Pools", "spain", "Overflow", "rescue")]
    public async Task Held_leads_wake_at_once_when_an_edited_row_lets_somebody_in(string table, string row, string column, string value)
    {
        world.Configuration = CleoInTheEvening();
        var id = await SubmitAsync();
        await WatchAsync();
        Assert.Equal(LeadStatus.Held, (await process.LeadAsync(id)).Life.Status);
        (string, object?)[] cells = table == "Memberships" ? [("Pool", "spain"), (column, value)] : [(column, value)];
        world.Configuration = CleoInTheEvening((table, table == "Reps" ? A.Rep(row, cells) : ConfigRow.From(row, cells)));
        await WatchAsync();
        Assert.Equal(LeadStatus.Offered, (await process.LeadAsync(id)).Life.Status);
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task An_edit_that_lets_nobody_in_wakes_nobody()
    {
        world.Configuration = CleoInTheEvening();
        var id = await SubmitAsync();
        await WatchAsync();
        var before = await process.LeadAsync(id);
        world.Configuration = CleoInTheEvening(("Reps", A.Rep("cleo", ("Hours", "mon-fri 19:30-21:00"), ("Skills", "enterprise"))));
        await WatchAsync();
        Assert.Equal((LeadStatus.Held, before.Step), ((await process.LeadAsync(id)).Life.Status, (await process.LeadAsync(id)).Step));
    }

    private static Configuration AnaAndBen() => A.Configuration(("Reps", A.Rep("cleo", ("Enabled", false))));

    /// <summary>Nobody is there at nine in the morning; mia waits in a pool that nothing leads to.</summary>
    private static Configuration CleoInTheEvening(params (string Table, ConfigRow Row)[] edits)
    {
        (string Table, ConfigRow Row)[] rows =
        [
            ("Reps", A.Rep("ana", ("Enabled", false))), ("Reps", A.Rep("ben", ("Enabled", false))), ("Reps", A.Rep("cleo", ("Hours", "mon-fri 20:00-21:00"))),
            ("Pools", ConfigRow.From("rescue")), ("Memberships", ConfigRow.From("rescue-mia", ("Pool", "rescue"), ("Rep", "mia"))),
        ];
        return A.Configuration([.. rows.ExceptBy(edits.Select(e => (e.Table, e.Row.RowKey)), r => (r.Table, r.Row.RowKey)), .. edits]);
    }

    private Task<LeadId> SubmitAsync() => process.SubmitAsync(A.Lead($"eva{++people}@acme.example"));

    private Task<RepState> PauseAsync(RepId rep, DateTimeOffset? until = null) => process.Get<PauseRep>().PauseAsync(rep, until, "mia", "training", CancellationToken.None);

    private Task<RepState> ResumeAsync(RepId rep) => process.Get<PauseRep>().ResumeAsync(rep, CancellationToken.None);

    /// <summary>What a host does every second.</summary>
    private async Task WatchAsync()
    {
        await process.Get<WakeHeld>().RunAsync(CancellationToken.None);
        await process.PumpAsync();
    }

    private async Task<(LeadStatus, RepId?)> OwnedAsync(LeadId id) => (await world.Start().LeadAsync(id)).Life is var life ? (life.Status, life.Owner) : default;
}
