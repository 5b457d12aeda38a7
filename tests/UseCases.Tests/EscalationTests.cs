using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>Escalation as it is promised: expect this mail to this person, let so much time pass, expect that one.</summary>
public sealed class EscalationTests : IAsyncDisposable
{
    private static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private TestWorld world = null!;
    private TestProcess process = null!;
    private int told;

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task On_working_hours_silence_goes_from_the_rep_to_his_manager_to_the_next_rep_to_the_house()
    {
        Begin("manager; reassign; house");
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        Expect();
        Assert.Equal(LeadStatus.Held, (await process.LeadAsync(id)).Life.Status);

        await PassAsync(Hour, "assignment to ana");
        await PassAsync(HalfHour, "reminder to ana");
        await PassAsync(HalfHour, "manager to mia");
        await PassAsync(HalfHour, "reminder to ana");
        await PassAsync(HalfHour, "assignment to ben");
        await PassAsync(HalfHour, "reminder to ben");
        await PassAsync(HalfHour, "house to house");
        await PassAsync(TimeSpan.FromDays(29));
        Assert.Equal(LeadStatus.House, (await process.LeadAsync(id)).Life.Status);
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task What_is_offered_late_on_Friday_is_nobodys_weekend()
    {
        Begin("reassign; house");
        await process.PassAsync(TimeSpan.FromDays(4) + TimeSpan.FromHours(8.5));
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        Expect("assignment to ana");
        await PassAsync(HalfHour, "reminder to ana");
        await PassAsync(TimeSpan.FromHours(64));
        Assert.Equal(world.Now + HalfHour, (await process.LeadAsync(id)).Life.Deadline!.At);
        await PassAsync(HalfHour, "assignment to ben");
    }

    [Fact]
    public async Task A_manager_who_is_at_work_later_is_told_then_when_the_policy_holds_empty_steps()
    {
        Begin("manager; reassign; house", onEmptyStep: "hold", managerHours: "mon-fri 14:00-18:00");
        await process.SubmitAsync(A.Lead("eva@acme.example"));
        await PassAsync(Hour, "assignment to ana");
        await PassAsync(HalfHour, "reminder to ana");
        await PassAsync(TimeSpan.FromHours(3.5) - TimeSpan.FromSeconds(1));
        await PassAsync(TimeSpan.FromSeconds(1), "manager to mia");
        await PassAsync(HalfHour, "reminder to ana");
        await PassAsync(HalfHour, "assignment to ben");
    }

    [Theory]
    [InlineData("mon-fri 14:00-18:00")]
    [InlineData(null)]
    public async Task A_step_with_no_manager_to_tell_is_skipped_at_once(string? managerHours)
    {
        Begin("manager; reassign; house", managerHours: managerHours, manager: managerHours is null ? null : "mia");
        await process.SubmitAsync(A.Lead("eva@acme.example"));
        await PassAsync(Hour, "assignment to ana");
        await PassAsync(HalfHour, "reminder to ana");
        await PassAsync(HalfHour, "assignment to ben");
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task A_rep_who_accepted_and_fell_silent_is_reminded_his_manager_told_and_the_lead_taken_away_once()
    {
        Begin("reassign; house");
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        await PassAsync(Hour, "assignment to ana");
        Assert.Null(await process.TellAsync(id, new Signal.Accepted(new RepId("ana"), 1)));
        await PassAsync(Hour, "reminder to ana");
        await PassAsync(Hour, "reminder to ana");
        await PassAsync(Hour, "reminder to ana");
        await PassAsync(Hour, "manager to mia");
        await PassAsync(Hour, "reminder to ana");
        await PassAsync(Hour, "assignment to ben");
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task A_rep_who_lets_offers_time_out_in_a_row_is_paused_and_resumes_himself()
    {
        Begin("reassign; house", pauseAfter: 2);
        await process.PassAsync(Hour);
        await process.SubmitAsync(A.Lead("first@acme.example"));
        Expect("assignment to ana");
        await PassAsync(Hour, "reminder to ana", "assignment to ben");
        await process.SubmitAsync(A.Lead("second@acme.example"));
        Expect("assignment to ana");
        await PassAsync(HalfHour, "reminder to ben", "reminder to ana");
        await PassAsync(HalfHour, "house to house", "assignment to ben", "paused to ana", "repPaused to mia");
        await process.SubmitAsync(A.Lead("third@acme.example"));
        Expect("assignment to ben");

        await process.Get<PauseRep>().ResumeAsync(new RepId("ana"), CancellationToken.None);
        await process.SubmitAsync(A.Lead("fourth@acme.example"));
        Expect("assignment to ana");
        await Invariants.HoldAsync(world, submissions: 4);
    }

    [Fact]
    public async Task An_answer_ends_the_row_of_time_outs()
    {
        Begin("reassign; house", pauseAfter: 2);
        await process.PassAsync(Hour);
        await process.SubmitAsync(A.Lead("first@acme.example"));
        await process.PassAsync(Hour);
        var second = await process.SubmitAsync(A.Lead("second@acme.example"));
        Assert.Null(await process.TellAsync(second, new Signal.Accepted(new RepId("ana"), 1)));
        await process.SubmitAsync(A.Lead("third@acme.example"));
        await process.PassAsync(Hour);
        Assert.False((await process.Get<IRepStates>().CurrentAsync(CancellationToken.None))[new RepId("ana")].IsPaused(world.Now));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(24)]
    public async Task A_clock_that_jumps_lets_each_thing_happen_once(int hours)
    {
        // Few enough for the caps of a colleague's mailbox.
        const int Leads = 3;
        Begin("remind; reassign; house", clock: "24x7");
        var ids = new List<LeadId>();
        for (var i = 0; i < Leads; i++) ids.Add(await process.SubmitAsync(A.Lead($"eva{i}@acme.example")));
        await process.PassAsync(HalfHour);
        Assert.Equal(Leads, world.Mails.Told.Count(m => m == "reminder to ana"));

        world.Clock.AdjustTime(world.Now.AddHours(hours));
        await process.PassAsync(TimeSpan.Zero);
        await process.PassAsync(TimeSpan.FromHours(6));
        foreach (var id in ids)
        {
            var story = await process.StoryAsync(id);
            Assert.Equal(2, story.Count(kind => kind == "offered"));
            Assert.Equal(3, story.Count(kind => kind == "breached"));
            Assert.Single(story, "alarm");
        }
        Assert.Equal(Leads, world.Mails.Told.Count(m => m == "house to house"));
        Assert.Equal(world.Mails.Sent.Select(m => m.SendId).Distinct().Count(), world.Mails.Sent.Count);
        await Invariants.HoldAsync(world, submissions: Leads);
    }

    [Fact]
    public async Task A_reminder_in_the_quiet_hours_of_the_rep_goes_at_their_exact_end_if_it_is_still_wanted()
    {
        // Half of a day after 10:00 is 22:00 where the reps are, and 21:00 where the installation is at home.
        Begin("reassign; house", clock: "24x7", acceptWithin: "24h", zone: "Europe/Madrid", quiet: "22:00-07:00");
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        Expect("assignment to ana");
        await PassAsync(TimeSpan.FromHours(21) - TimeSpan.FromSeconds(1));
        await PassAsync(TimeSpan.FromSeconds(1), "reminder to ana");

        // The clock of the offer ran meanwhile.
        await PassAsync(TimeSpan.FromHours(3), "assignment to ben");
        await PassAsync(TimeSpan.FromHours(14));
        Assert.Null(await process.TellAsync(id, A.Rejection(new RepId("ben"), attempt: 2)));
        Expect("assignment to cleo");
        await PassAsync(TimeSpan.FromHours(9));
    }

    private void Begin(
        string ladder, string clock = "rep", string onEmptyStep = "skip", string? managerHours = null, string? manager = "mia", int? pauseAfter = null, string acceptWithin = "1h",
        string zone = "UTC", string? quiet = null)
    {
        (string, ConfigRow) Rep(string name) => ("Reps", A.Rep(name, ("Manager", manager), ("Hours", clock == "rep" ? "mon-fri 10:00-18:00" : null), ("TimeZone", zone)));
        (string, ConfigRow) Member(string name, int order) => ("Memberships", ConfigRow.From($"spain-{name}", ("Pool", "spain"), ("Rep", name), ("Order", order)));
        world = new TestWorld(A.Configuration(
            ("SlaPolicies", ConfigRow.From(
                "standard", ("Clock", clock), ("AcceptWithin", acceptWithin), ("ContactWithin", "2h"), ("QualifyWithin", "5d"), ("RemindAt", "50%"), ("Ladder", ladder),
                ("OnEmptyStep", onEmptyStep), ("PauseRepAfter", pauseAfter))),
            ("ContactPolicies", ConfigRow.From("sla-alert", ("Caps", "20/1h"), ("Over", "merge"), ("MaxDelay", "5m"), ("QuietHours", quiet))),
            ("Pools", ConfigRow.From("spain", ("Strategy", "ordered"))),
            ("Reps", A.Rep("mia", ("Hours", managerHours), ("TimeZone", "UTC"))),
            Rep("ana"), Rep("ben"), Rep("cleo"), Member("ana", 1), Member("ben", 2), Member("cleo", 3)));
        process = world.Start();
    }

    private async Task PassAsync(TimeSpan span, params string[] expected)
    {
        await process.PassAsync(span);
        Expect(expected);
    }

    /// <summary>Exactly these mails went to colleagues since the last time.</summary>
    private void Expect(params string[] expected)
    {
        var all = world.Mails.Told.ToList();
        Assert.Equal(expected.Order(), all[told..].Order());
        told = all.Count;
    }
}
