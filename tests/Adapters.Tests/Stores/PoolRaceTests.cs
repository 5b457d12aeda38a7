using System.Collections.Concurrent;
using System.Globalization;
using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class EmbeddedPoolRaceTests() : PoolRaceContract(Engines.Embedded(), Prove.Size(1_000, 10_000));

public sealed class AzurePoolRaceTests(AzuriteFixture azurite) : PoolRaceContract(Engines.On(azurite), Prove.Size(200, 2_000));

/// <summary>R10: many workers on several hosts, whose storage fails and loses replies and which die, decide leads of one pool.</summary>
public abstract class PoolRaceContract(ITableEngine tables, int leads) : StoreContract(tables)
{
    private const int Workers = 32;
    private const int Hosts = 4;
    private const int Members = 7;
    private const int FailuresToDeath = 20;

    private static readonly PoolPolicy Policy = new(new PoolId("spain"));

    private readonly IPoolBooks[] hosts = new IPoolBooks[Hosts];
    private int started, failures;

    [Fact]
    public async Task Equal_reps_get_equally_many_and_who_is_away_or_at_his_cap_gets_none()
    {
        var full = new RepId("full");
        await new TablePoolBooks(Tables).PostAsync(IdOf(-1), isNew: true, (book, _) => new Posted<bool>(true, book.With(book.Loads.With(full, book.Loads[full].Take(null))), null), Ct);
        var owners = await StormAsync(new PoolRoster(Policy,
        [
            .. Enumerable.Range(0, Members).Select(i => new RepStanding(Rep(i))),
            new RepStanding(new RepId("away")) { OffUntil = Some.Monday9.AddDays(1) },
            new RepStanding(full) { Caps = Caps.None with { Open = 1 } },
        ]));
        Assert.Equal(Members, owners.Count);
        Assert.InRange(owners.Values.Max() - owners.Values.Min(), 0, 1);
    }

    [Fact]
    public async Task Reps_of_unequal_weight_get_their_shares()
    {
        var owners = await StormAsync(new PoolRoster(Policy, Enumerable.Range(0, Members).Select(i => new RepStanding(Rep(i)) { Weight = i + 1 })));
        var whole = Enumerable.Range(1, Members).Sum();
        for (var i = 0; i < Members; i++) Assert.InRange(Math.Abs(owners[Rep(i)] - (leads * (i + 1m) / whole)), 0, 1);
    }

    /// <summary>How many leads each rep got, after every lead has exactly one decision, each was charged once, and the ledger sums to zero.</summary>
    private async Task<Dictionary<RepId, int>> StormAsync(PoolRoster roster)
    {
        for (var i = 0; i < Hosts; i++) hosts[i] = NewHost();
        var before = (await new TablePoolBooks(Tables).ReadAsync(Ct)).Loads;
        var answers = new ConcurrentDictionary<int, RepId>();
        await Parallel.ForEachAsync(Enumerable.Range(0, leads), new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = Ct }, async (lead, _) =>
            answers[lead] = await DecideAsync(roster, lead));
        Assert.True(started > Hosts, $"{failures} calls failed and no host died of it: the storm was none");

        var clean = new TablePoolBooks(Tables);
        for (var lead = 0; lead < leads; lead++)
            Assert.Equal(answers[lead], await clean.PostAsync(IdOf(lead), isNew: false, (book, prior) => new Posted<RepId?>(prior!.Owner, book, null), Ct));
        var book = await clean.ReadAsync(Ct);
        Assert.Equal(Credit.Zero, book.Ledger(Policy.Pool).Sum);
        var owners = answers.Values.CountBy(owner => owner).ToDictionary();
        Assert.All(roster.Members, m => Assert.Equal(owners.GetValueOrDefault(m.Rep), book.Loads[m.Rep].Open - before[m.Rep].Open));
        return owners;
    }

    /// <summary>Tries until it has an answer, as the driver does, on whatever host lives.</summary>
    private async Task<RepId> DecideAsync(PoolRoster roster, int lead)
    {
        for (var attempt = 0; ; attempt++)
        {
            var slot = (lead + attempt) % Hosts;
            var host = hosts[slot];
            try
            {
                var request = new AssignmentRequest(LeadOf(lead), 1, Some.Monday9);
                var outcome = await host.PostAsync(IdOf(lead), isNew: attempt == 0, (book, prior) =>
                {
                    var ruling = AssignmentRule.Decide(roster, book, request, prior);
                    return new Posted<AssignmentOutcome>(ruling.Outcome, ruling.Book, ruling.Outcome.Decision);
                }, Ct);
                return Assert.IsType<AssignmentOutcome.Assigned>(outcome).Owner;
            }
            catch (StorageUnavailableException)
            {
                // Mostly it goes on with what it remembers of the book; now and then it is dead, and what it had under way may still be written.
                if (Interlocked.Increment(ref failures) % FailuresToDeath == 0) hosts[slot] = NewHost();
            }
        }
    }

    private TablePoolBooks NewHost() => new(new FaultyTableEngine(Tables, Faults.Seeded(Interlocked.Increment(ref started), 0.2, Fault.Before, Fault.After)));

    private static RepId Rep(int number) => new($"rep{number}");

    private static LeadId LeadOf(int number) => new(string.Create(CultureInfo.InvariantCulture, $"lead{number}"));

    private static DecisionId IdOf(int number) => DecisionId.For(LeadOf(number), 1);
}
