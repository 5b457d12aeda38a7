using System.Text.Json;
using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>Storing and going on commute: a record that was written and read takes the next signal as the one in memory does.</summary>
public sealed class RoundTripTests
{
    private static readonly DateTimeOffset Nine = TestWorld.Monday9;
    private static readonly RepId Ana = new("ana");
    private static readonly PoolId Spain = new("spain");

    private static readonly SlaTerms Terms = new()
    {
        Policy = "standard",
        ContactWithin = TimeSpan.FromHours(4),
        RemindAt = [new Reminder(0.5, null), new Reminder(null, TimeSpan.FromMinutes(-5))],
        Ladder = [.. Enum.GetValues<LadderStep>()],
    };

    /// <summary>Every signal that is ever stored.</summary>
    private static readonly Signal[] Stored =
    [
        new Signal.Accepted(Ana, 1), new Signal.UndoAccept(null), new Signal.Rejected(Ana, "spam", Disposition.Nurture, true, Nine.AddDays(2), 1),
        new Signal.Rejected(null, "x", Disposition.Reroute, false), new Signal.Contacted(Ana), new Signal.Qualified(Ana, ["budget", "ñ \U0001f600 \"\\"]),
        new Signal.Disqualified(null, null), new Signal.Won("crm"), new Signal.Lost(null, "price"), new Signal.Rated("mia", false, "bot"),
        new Signal.Reassigned(new RepId("ben"), "mia", "key account"), new Signal.Reassigned(new RepId("ben"), "mia", "no-answer", Refund: false), new Signal.Nurture(Nine.AddDays(1), null), new Signal.Recycle(null),
        new Signal.Rebase(Terms, 7, "mia"), new Signal.Touched(new LeadId("second"), "fair", LeadAttributes.Empty.With("Campaign", ["a", "b"]).With("Código", "x")),
        new Signal.LinkRefused(new LeadId("first")), new Signal.Replayed(LeadAttributes.Empty.With("Email", "eva@acme.example"), 3), new Signal.ThrownAway("mia"),
        new Signal.Retried("mia"), new Signal.LookAgain(), new Signal.Merged(new LeadId("first"), "mia"), new Signal.Unmerged(new LeadId("first"), null),
        new Signal.TouchGone(new LeadId("second")), new Signal.Erased(),
    ];

    private static readonly Signal[] Fed =
    [
        new Signal.Recognised(new LeadId("old"), Ana), new Signal.Scored(10, "a", "fallback", Spain, Terms, 2.5m, ["german"]),
        new Signal.Assigned(1, Ana, Spain, "The most credit."), new Signal.NobodyNow(1, Nine.AddHours(1), "Nobody."), new Signal.NobodyEver(1, "Nobody."),
        new Signal.Broadcast(1, [Ana, new RepId("ben")], Spain, "To both."), new Signal.Claimed(1, Ana, "First."), new Signal.ClaimRefused(1, Ana, "At cap."),
        new Signal.Assigned(2, new RepId("ben"), Spain, ""), new Signal.Assigned(3, Ana, Spain, ""), new Signal.TimerFired(1), new Signal.TimerFired(2), new Signal.TimerFired(3),
    ];

    [Fact]
    public async Task Every_signal_comes_back_as_it_was_sent()
    {
        await using var world = new TestWorld();
        var leads = world.Start().Get<TableLeadStore>();
        await leads.AddAsync(Lead("lead"), new RawSubmission(null, [], new Dictionary<string, string>()), CancellationToken.None);
        for (var i = 0; i < Stored.Length; i++) await leads.AddSignalAsync(new LeadId("lead"), new SignalRow($"s{i:D2}", Nine, Stored[i], "print"), CancellationToken.None);
        var read = (await leads.OpenAsync(new LeadId("lead"), CancellationToken.None))!.Signals;
        Assert.Equal(Stored.Select(Show), read.Select(r => Show(r.Signal)));
        var storable = typeof(Signal).GetCustomAttributes(false).OfType<System.Text.Json.Serialization.JsonDerivedTypeAttribute>().Select(a => a.DerivedType);
        Assert.Equal(storable.OrderBy(t => t.Name), Stored.Select(s => s.GetType()).Distinct().OrderBy(t => t.Name));
    }

    [Fact]
    public async Task A_record_that_was_stored_goes_on_like_the_one_in_memory()
    {
        await using var world = new TestWorld();
        var leads = world.Start().Get<TableLeadStore>();
        var random = new Random(17);
        Signal[] all = [.. Stored, .. Fed, .. Fed, .. Fed];
        for (var i = 0; i < Prove.Size(150, 5_000); i++)
        {
            var id = $"lead{i}";
            var memory = new LeadTurn(Lead(id));
            await leads.AddAsync(memory.Record, new RawSubmission(null, [], new Dictionary<string, string>()), CancellationToken.None);
            var now = Nine;
            for (var step = 0; step < 20; step++)
            {
                now += TimeSpan.FromMinutes(random.Next(60));
                var open = (await leads.OpenAsync(new LeadId(id), CancellationToken.None))!;
                var stored = new LeadTurn(open.Record);
                var signal = all[random.Next(all.Length)];
                Assert.Equal(memory.Take(signal, now), stored.Take(signal, now));
                if (memory.Record.Pending is [var first, ..] && random.Next(3) == 0)
                {
                    memory.Fail(first, "IOException: \"down\"", random.Next(2) == 0, now);
                    stored.Fail(first, memory.Record.Pending.First(p => p.Id == first.Id).LastError!, !memory.Record.Pending.First(p => p.Id == first.Id).Parked, now);
                }
                Assert.Equal(Show(memory.Record), Show(stored.Record));
                Assert.IsType<SaveLead.Saved>(await leads.SaveAsync(
                    new LeadChange(stored.Record, open.Tag, [], [], []) { HasNewAttributes = stored.Record.Attributes != open.Record.Attributes }, CancellationToken.None));
            }
        }
    }

    private static LeadRecord Lead(string id) => new()
    {
        Id = new LeadId(id),
        Source = "web",
        ReceivedAt = Nine.AddTicks(1234567),
        Attributes = LeadAttributes.Empty.With("Email", "eva@acme.example").With("message", "línea\n\0 \U0001f600 </script>").With("Other Field", ["1", "2"]),
        Life = LifecycleState.Received(Nine),
        Pending = [new PendingEffect(0, 0, new Effect.Recognise())],
        Problems = ["phone.missing"],
        Score = new ScoreCard(10, "a", System.Collections.Immutable.ImmutableSortedDictionary<string, int>.Empty.Add("fit", 10), [new ScoreEvidence("es", "fit", 10, Nine)], "fallback"),
    };

    private static string Show(Signal signal) => JsonSerializer.Serialize(signal);

    private static string Show(LeadRecord record) => JsonSerializer.Serialize(record);
}
