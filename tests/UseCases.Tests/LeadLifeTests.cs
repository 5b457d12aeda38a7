using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>Whole lives over the real stores.</summary>
public sealed class LeadLifeTests : IAsyncLifetime
{
    private readonly TestWorld world = new();
    private TestProcess process = null!;

    public ValueTask InitializeAsync()
    {
        process = world.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_lead_is_scored_offered_told_acknowledged_and_won()
    {
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        var offered = await process.LeadAsync(id);
        Assert.Equal((LeadStatus.Offered, 10, "a"), (offered.Life.Status, offered.Score!.Total, offered.Score.Band));
        var rep = offered.Life.Owner!.Value;
        Assert.Equal([$"assignment to {rep}"], world.Mails.Told);
        Assert.Equal("eva@acme.example", Assert.Single(world.Mails.ToContacts).To);

        Assert.Null(await process.TellAsync(id, new Signal.Accepted(rep, 1)));
        Assert.Null(await process.TellAsync(id, new Signal.Contacted(rep)));
        Assert.Null(await process.TellAsync(id, new Signal.Qualified(rep, ["budget"])));
        Assert.Null(await process.TellAsync(id, new Signal.Won("crm")));
        Assert.Equal(
            ["received", "recognised", "scored", "offered", "mailed", "acknowledged", "accepted", "contacted", "qualified", "won"],
            await process.StoryAsync(id));
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task A_repeat_enquiry_is_a_touch_that_the_owner_is_told_of()
    {
        var first = await process.SubmitAsync(A.Lead("eva@acme.example", "a"));
        var second = await process.SubmitAsync(A.Lead("EVA@acme.example", "b"));
        var lead = await process.LeadAsync(first);
        Assert.Equal((LeadStatus.Linked, first), ((await process.LeadAsync(second)).Life.Status, (await process.LeadAsync(second)).Life.LinkedTo!.Value));
        Assert.Equal((1, second), (lead.TouchCount, Assert.Single(lead.Touches).Submission));
        Assert.Equal([$"assignment to {lead.Life.Owner}", $"touch to {lead.Life.Owner}"], world.Mails.Told);
        Assert.Single(world.Mails.ToContacts);
        await Invariants.HoldAsync(world, submissions: 2);
    }

    [Fact]
    public async Task A_touch_of_a_closed_lead_opens_a_new_one_with_the_same_owner()
    {
        // Others are next in turn, and yet the person stays with the rep he knows.
        var first = await process.SubmitAsync(A.Lead("eva@acme.example", "a"));
        var owner = (await process.LeadAsync(first)).Life.Owner;
        await process.TellAsync(first, new Signal.Lost("crm", "price"));
        var second = await process.SubmitAsync(A.Lead("eva@acme.example", "b"));
        var again = await process.LeadAsync(second);
        Assert.Equal((LeadStatus.Offered, owner, first), (again.Life.Status, again.Life.Owner, again.Previous!.Value));
        await Invariants.HoldAsync(world, submissions: 2);
    }

    [Fact]
    public async Task A_repeat_enquiry_that_makes_a_lead_urgent_brings_its_deadline_forward()
    {
        await using var eager = new TestWorld(A.Configuration(
            ("RoutingRules", ConfigRow.From("again", ("Priority", 1), ("Pool", "spain"), ("SlaPolicy", "fast"), ("Touches", ">= 1"))),
            ("SlaPolicies", ConfigRow.From("fast", ("Clock", "24x7"), ("AcceptWithin", "5m"), ("ContactWithin", "1h"), ("QualifyWithin", "5d"), ("Ladder", "reassign;house")))));
        var host = eager.Start();
        var id = await host.SubmitAsync(A.Lead("eva@acme.example", "a"));
        var before = (await host.LeadAsync(id)).Life;
        await host.SubmitAsync(A.Lead("eva@acme.example", "b"));

        var after = (await host.LeadAsync(id)).Life;
        Assert.Equal(("standard", "fast", before.Owner), (before.Terms.Policy, after.Terms.Policy, after.Owner));
        Assert.Equal(eager.Clock.GetUtcNow().AddMinutes(5), after.Deadline!.At);
        Assert.Contains("tightened", await host.StoryAsync(id));
        await host.SubmitAsync(A.Lead("eva@acme.example", "c"));
        Assert.Equal(after.Deadline, (await host.LeadAsync(id)).Life.Deadline);
        await Invariants.HoldAsync(eager, submissions: 3);
    }

    [Fact]
    public async Task A_touch_that_meets_a_lead_just_closed_comes_back_and_opens_a_lead_of_its_own()
    {
        var first = await process.SubmitAsync(A.Lead("eva@acme.example", "a"));
        var second = Assert.IsType<Ingested.Accepted>(await process.PostAsync(A.Lead("eva@acme.example", "b"))).Id;
        await process.SendAsync(first, new Signal.Won("crm"));
        await process.PumpAsync();
        await process.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(LeadStatus.Offered, (await process.LeadAsync(second)).Life.Status);
        await Invariants.HoldAsync(world, submissions: 2);
    }

    [Fact]
    public async Task Two_forms_of_one_person_at_the_same_instant_make_one_lead()
    {
        for (var round = 0; round < Prove.Size(20, 200); round++)
        {
            var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
                Assert.IsType<Ingested.Accepted>(await process.PostAsync(A.Lead($"eva{round}@acme.example", $"{round}-{i}"))).Id)));
            await Task.WhenAll(ids.Select(id => Task.Run(() => process.AdvanceAsync(id))));
            await process.PumpAsync();
            var leads = await Task.WhenAll(ids.Select(process.LeadAsync));
            var lead = Assert.Single(leads, l => l.Life.Status == LeadStatus.Offered);
            Assert.Equal(3, lead.TouchCount);
            Assert.Single(world.Mails.ToContacts, m => m.About == lead.Id);
        }
        await Invariants.HoldAsync(world);
    }

    [Fact]
    public async Task One_submission_delivered_many_times_at_once_is_received_once()
    {
        for (var round = 0; round < Prove.Size(20, 200); round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, Prove.Size(20, 100)).Select(_ => Task.Run(() => process.PostAsync(A.Lead($"eva{round}@acme.example", $"key{round}")))));
            Assert.Single(answers.Select(a => a is Ingested.Duplicate d ? d.Submission : Assert.IsType<Ingested.Accepted>(a).Id).Distinct());
        }
        await process.PumpAsync();
        await Invariants.HoldAsync(world, submissions: Prove.Size(20, 200));
    }

    [Fact]
    public async Task A_rejected_lead_goes_to_another_rep_and_the_refund_leaves_the_ledger_at_zero()
    {
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        var first = (await process.LeadAsync(id)).Life.Owner!.Value;
        Assert.Null(await process.TellAsync(id, A.Rejection(first)));
        var second = (await process.LeadAsync(id)).Life;
        Assert.Equal((LeadStatus.Offered, 2), (second.Status, second.Attempt));
        Assert.NotEqual(first, second.Owner);
        Assert.NotNull(await process.TellAsync(id, new Signal.Accepted(first, 1)));
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task Silence_reminds_then_reassigns_then_ends_in_the_house_queue_with_an_alarm()
    {
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        var first = (await process.LeadAsync(id)).Life.Owner!.Value;
        await process.PassAsync(TimeSpan.FromMinutes(30));
        var second = (await process.LeadAsync(id)).Life.Owner!.Value;
        await process.PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(
            [$"assignment to {first}", $"reminder to {first}", $"assignment to {second}", $"reminder to {second}", "house to house"],
            world.Mails.Told);
        Assert.Equal(LeadStatus.House, (await process.LeadAsync(id)).Life.Status);
        Assert.Equal("alarm", (await process.StoryAsync(id))[^1]);
        await process.PassAsync(TimeSpan.FromDays(31));
        Assert.Equal(LeadStatus.Expired, (await process.LeadAsync(id)).Life.Status);
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task An_accept_in_time_counts_although_it_is_read_after_the_deadline()
    {
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        var rep = (await process.LeadAsync(id)).Life.Owner!.Value;
        process.LosesWakeUps = true;
        world.Clock.Advance(TimeSpan.FromMinutes(20));
        await process.SendAsync(id, new Signal.Accepted(rep, 1));
        world.Clock.Advance(TimeSpan.FromHours(1));
        var restarted = world.Start();
        await restarted.LoadAsync();
        Assert.Equal((LeadStatus.Accepted, rep), ((await restarted.LeadAsync(id)).Life.Status, (await restarted.LeadAsync(id)).Life.Owner!.Value));
    }

    [Fact]
    public async Task A_manager_wins_and_the_ledger_sums_to_zero()
    {
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        var other = new[] { "ana", "ben", "cleo" }.Select(r => new RepId(r)).First(r => r != process.LeadAsync(id).Result.Life.Owner);
        Assert.Null(await process.TellAsync(id, new Signal.Reassigned(other, "mia", null)));
        Assert.Equal((LeadStatus.Offered, other), ((await process.LeadAsync(id)).Life.Status, (await process.LeadAsync(id)).Life.Owner!.Value));
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task A_failing_effect_is_parked_with_an_alarm_after_five_tries_and_can_be_tried_again()
    {
        world.Mails.Answer = mail => mail.Template == "assignment" ? throw new InvalidOperationException("the template is broken") : new MailAnswer(MailFate.Accepted);
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        Assert.Equal(world.Now + Retry.Pause(1), Assert.Single((await process.LeadAsync(id)).Pending).NextTry);
        await process.PassAsync(TimeSpan.FromMinutes(5));
        var parked = Assert.Single((await process.LeadAsync(id)).Pending);
        Assert.Equal((true, 5, "InvalidOperationException: the template is broken"), (parked.Parked, parked.Tries, parked.LastError));
        Assert.Equal("alarm", (await process.StoryAsync(id))[^1]);

        world.Mails.Answer = _ => new MailAnswer(MailFate.Accepted);
        await process.TellAsync(id, new Signal.Retried("mia"));
        Assert.Contains($"assignment to {(await process.LeadAsync(id)).Life.Owner}", world.Mails.Told);
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task A_lead_that_no_version_can_score_is_parked_and_not_tried_for_ever()
    {
        var rules = world.Configuration;
        world.Configuration = rules with { Rules = rules.Rules with { Number = 99 } };
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        await process.PassAsync(TimeSpan.FromMinutes(5));
        Assert.True(Assert.Single((await process.LeadAsync(id)).Pending).Parked);
        Assert.Equal("alarm", (await process.StoryAsync(id))[^1]);
    }

    [Fact]
    public async Task While_the_mail_provider_is_down_reps_are_told_later_and_contacts_never_twice()
    {
        world.Mails.Answer = mail => new MailAnswer(mail.Class == "ack" ? MailFate.Unknown : MailFate.Rejected, "503");
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        await process.PassAsync(TimeSpan.FromMinutes(10));
        Assert.False(Assert.Single((await process.LeadAsync(id)).Pending).Parked);
        world.Mails.Answer = _ => new MailAnswer(MailFate.Accepted);
        await process.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Contains("assignment to", string.Join(' ', world.Mails.Told));
        Assert.Single(world.Mails.ToContacts);
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task Hundreds_of_signals_that_wait_for_one_lead_are_all_taken()
    {
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        for (var i = 0; i < 250; i++) await process.SendAsync(id, new Signal.Reassigned(new RepId(i % 2 == 0 ? "ben" : "cleo"), "mia", null), $"r{i}");
        await process.PumpAsync();
        Assert.Equal("cleo", (await process.LeadAsync(id)).Life.Owner!.Value.Value);
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task The_accounting_balances_after_every_storage_operation()
    {
        var commits = 0;
        var watched = world.StartOver(new WatchedTableEngine(world.Disk, async () =>
        {
            commits++;
            Assert.True((await process.Index.CountAsync(CancellationToken.None)).Balanced);
        }));
        var id = await watched.SubmitAsync(A.Lead("eva@acme.example", "a"));
        await watched.SubmitAsync(A.Lead("eva@acme.example", "b"));
        await watched.PostAsync(A.Body("{broken"));
        await watched.TellAsync(id, new Signal.Lost("crm", "price"));
        await watched.SubmitAsync(A.Lead("eva@acme.example", "c"));
        Assert.True(commits > 25);
        await Invariants.HoldAsync(world, submissions: 4);
    }

    [Fact]
    public async Task A_sweep_finds_every_lead_whose_clock_was_deleted_behind_our_back()
    {
        var orphans = Prove.Size(100, 1000);
        var ids = new List<LeadId>();
        for (var i = 0; i < orphans * 2; i++) ids.Add(await process.SubmitAsync(A.Lead($"eva{i}@acme.example")));
        var lost = ids.Take(orphans).ToHashSet();
        await world.DeleteTimersAsync(lost);

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var restarted = world.Start();
        var report = await restarted.Get<SweepLeads>().RunAsync(CancellationToken.None);
        Assert.Equal(lost, report.Orphans.ToHashSet());
        await restarted.PumpAsync();
        await Invariants.HoldAsync(world, submissions: orphans * 2);
    }

    [Fact]
    public async Task A_sweep_takes_up_a_signal_to_a_quarantined_submission()
    {
        var id = Assert.IsType<Ingested.Quarantined>(await process.PostAsync(A.Lead("eva@acme.example", source: "unknown"))).Id;
        process.LosesWakeUps = true;
        await process.SendAsync(id, new Signal.Replayed((await process.LeadAsync(id)).Attributes, 1));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Start().LoadAsync();
        Assert.Equal(LeadStatus.Offered, (await process.LeadAsync(id)).Life.Status);
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task A_sweep_takes_up_what_lost_its_wake_up()
    {
        process.LosesWakeUps = true;
        var id = Assert.IsType<Ingested.Accepted>(await process.PostAsync(A.Lead("eva@acme.example"))).Id;
        await process.PumpAsync();
        Assert.Equal(LeadStatus.Received, (await process.LeadAsync(id)).Life.Status);
        process.LosesWakeUps = false;
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await process.Get<SweepLeads>().RunAsync(CancellationToken.None);
        await process.PumpAsync();
        Assert.Equal(LeadStatus.Offered, (await process.LeadAsync(id)).Life.Status);
    }
}
