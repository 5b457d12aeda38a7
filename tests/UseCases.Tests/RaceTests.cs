using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>Two processes over one store that both believe they drive, and everything at once.</summary>
public sealed class RaceTests
{
    private static readonly RepId Mia = new("mia");

    [Fact]
    public async Task A_manager_wins_against_accept_reject_and_timeout_at_once()
    {
        await using var world = new TestWorld();
        var (one, other) = (world.Start(), world.Start());
        var offers = await OffersAsync(world, one);
        world.Clock.Advance(TimeSpan.FromMinutes(31));
        await AtOnceAsync(offers, async (id, owner) => await Task.WhenAll(
            Race(one, id, new Signal.Accepted(owner, 1), "accept"),
            Race(other, id, A.Rejection(owner, attempt: 1), "reject"),
            Race(one, id, new Signal.Reassigned(Mia, "mia", null), "reassign"),
            Task.Run(() => other.AdvanceAsync(id))));
        foreach (var (id, owner) in offers)
        {
            var answer = await one.Leads.FindAnswerAsync(id, "reassign", CancellationToken.None);
            Assert.Null(answer!.Refusal);
            var life = (await one.LeadAsync(id)).Life;
            Assert.True((life.Status, life.Owner) == (LeadStatus.Offered, Mia), $"{id} of {owner} is {life.Status} with {life.Owner}: {string.Join(' ', await one.StoryAsync(id))}");
        }
        await SettleAsync(world, one, other);
    }

    [Fact]
    public async Task Of_accept_reject_and_timeout_at_once_exactly_one_takes_the_offer()
    {
        await using var world = new TestWorld();
        var (one, other) = (world.Start(), world.Start());
        var offers = await OffersAsync(world, one);
        // The answers are on the way when the deadline comes.
        world.Clock.Advance(TimeSpan.FromMinutes(30));
        await AtOnceAsync(offers, async (id, owner) => await Task.WhenAll(
            Race(one, id, new Signal.Accepted(owner, 1), "accept"),
            Race(other, id, A.Rejection(owner, attempt: 1), "reject"),
            Task.Run(() => one.AdvanceAsync(id)),
            Task.Run(() => other.AdvanceAsync(id))));
        foreach (var (id, _) in offers)
        {
            string[] story = [.. (await one.StoryAsync(id)).Where(kind => kind is "offered" or "accepted" or "rejected" or "breached")];
            Assert.Contains(string.Join(' ', story), new[] { "offered breached offered", "offered rejected offered", "offered accepted rejected offered", "offered accepted" });
        }
        await SettleAsync(world, one, other);
    }

    [Fact]
    public async Task Two_drivers_that_move_every_lead_twice_tell_nobody_twice()
    {
        await using var world = new TestWorld();
        var (one, other) = (world.Start(), world.Start());
        one.LosesWakeUps = other.LosesWakeUps = true;
        for (var round = 0; round < Prove.Size(50, 500); round++)
        {
            var id = Assert.IsType<Intake.Ingested.Accepted>(await one.PostAsync(A.Lead($"eva{round}@acme.example"))).Id;
            await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => (i % 2 == 0 ? one : other).AdvanceAsync(id))));
        }
        // To reps rather twice than not at all, when one driver does not know what the other did.
        Assert.Equal(world.Mails.ToContacts.Select(m => m.About).Distinct().Count(), world.Mails.ToContacts.Count());
        await SettleAsync(world, one, other);
    }

    private static async Task<List<(LeadId Id, RepId Owner)>> OffersAsync(TestWorld world, TestProcess process)
    {
        var offers = new List<(LeadId, RepId)>();
        for (var i = 0; i < Prove.Size(150, 10_000); i++)
        {
            var id = await process.SubmitAsync(A.Lead($"eva{i}@acme.example"));
            offers.Add((id, (await process.LeadAsync(id)).Life.Owner!.Value));
        }
        Assert.All(offers, o => Assert.NotEqual(Mia, o.Item2));
        return offers;
    }

    private static Task AtOnceAsync(List<(LeadId Id, RepId Owner)> offers, Func<LeadId, RepId, Task> race) =>
        Parallel.ForEachAsync(offers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (offer, _) => await race(offer.Id, offer.Owner));

    private static Task Race(TestProcess process, LeadId id, Signal signal, string name) => Task.Run(async () =>
    {
        await process.SendAsync(id, signal, name);
        await process.AdvanceAsync(id);
    });

    private static async Task SettleAsync(TestWorld world, TestProcess one, TestProcess other)
    {
        one.LosesWakeUps = other.LosesWakeUps = false;
        await one.PumpAsync();
        await other.PumpAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(10));
        await world.Start().LoadAsync();
        await Invariants.HoldAsync(world);
    }
}
