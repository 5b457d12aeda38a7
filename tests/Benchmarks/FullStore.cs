using System.Collections.Immutable;
using System.Globalization;
using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Benchmarks;

/// <summary>
/// A store with the projections of many leads of the past year, all of them closed by now: lines, feed, counters and figures, written by
/// the index itself. The leads' own records and timelines are left out: no list, feed or report reads them.
/// </summary>
internal static class FullStore
{
    public const int Days = 365;

    private const int AtOnce = 16_000;
    private const int Sources = 12;
    private const int Campaigns = 40;
    private const int Pools = 6;
    private const int RepsAPool = 8;
    private const string Reasons = "spam,wrong region,no budget,student";

    private static readonly string[] Bands = ["A", "B", "C", "D"];

    public static async Task WriteAsync(string folder, int leads, DateTimeOffset until)
    {
        await using var tables = SqliteTableEngine.Open(Path.Combine(folder, "store.db"));
        var index = new TableLeadIndex(tables);
        var random = new Random(20260302);
        for (var first = 0; first < leads; first += AtOnce)
        {
            var some = Enumerable.Range(first, Math.Min(AtOnce, leads - first)).Select(i => Lead(i, until.AddDays(-Days * (1 - ((double)i / leads))), random)).ToList();
            await Task.WhenAll(some.Select(lead => index.RegisterAsync(index.Placed(lead), default)));
        }
        // As the sweeps of a host would have done, day by day.
        await new TableInsights(tables).SumUpAsync(default);
    }

    private static LeadRecord Lead(int number, DateTimeOffset received, Random random)
    {
        var source = $"source-{Skewed(random, Sources):D2}";
        var scored = received.AddSeconds(2);
        // 8 % repeat enquiries, 12 % unfit; of the others fewer and fewer come further.
        var luck = random.NextDouble();
        var status = luck < 0.08 ? LeadStatus.Linked : luck < 0.20 ? LeadStatus.Disqualified : luck < 0.40 ? LeadStatus.Expired : luck < 0.93 ? LeadStatus.Lost : LeadStatus.Won;
        ImmutableArray<Offer> offers = status is LeadStatus.Linked or LeadStatus.Disqualified ? [] : Offers(received, status, random);
        var last = offers.LastOrDefault();
        var id = new LeadId(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number)))[..32]);
        return new LeadRecord
        {
            Id = id,
            Source = source,
            ReceivedAt = received,
            Attributes = LeadAttributes.Empty.With(
                ("Campaign", $"campaign-{Skewed(random, Campaigns):D2}"), ("Completeness", random.Next(40, 101).ToString(CultureInfo.InvariantCulture)),
                ("FullName", $"Person Number {number}"), ("Company", $"Company {number % 5000}"), ("Email", $"person{number}@company{number % 5000}.example")),
            Life = LifecycleState.Received(received) with { Status = status, Owner = last?.Rep, Pool = last?.Pool },
            Score = status == LeadStatus.Linked ? null : new ScoreCard(random.Next(100), Bands[Skewed(random, Bands.Length)], ImmutableSortedDictionary<string, int>.Empty, [], "") { Mql = luck > 0.5 },
            Step = 1,
            History = LeadHistory.None with
            {
                Offers = offers,
                ScoredAt = status == LeadStatus.Linked ? null : scored,
                WonAt = status == LeadStatus.Won ? received.AddDays(random.Next(2, 60)) : null,
                Housed = status == LeadStatus.Expired && random.Next(3) == 0,
                Good = last?.ContactedAt is null ? null : random.Next(4) > 0,
            },
            Outbox = [new LeadEvent($"{id.Value}-1", 1, received, status.PublicName(), status, last?.Rep, last?.Pool, null)],
        };
    }

    private static ImmutableArray<Offer> Offers(DateTimeOffset received, LeadStatus status, Random random)
    {
        var at = received.AddSeconds(2 + random.Next(5));
        var offers = ImmutableArray.CreateBuilder<Offer>();
        for (var left = random.Next(10) < 7 ? 0 : random.Next(1, 3); left > 0; left--, at = at.AddMinutes(30))
            offers.Add(random.Next(3) == 0
                ? Offered(offers.Count + 1, at, random) with { Rejected = Reasons.Split(',')[random.Next(4)] }
                : Offered(offers.Count + 1, at, random) with { Broken = [Milestone.Accept] });
        var last = Offered(offers.Count + 1, at, random);
        if (status == LeadStatus.Expired) return [.. offers, last with { Broken = [Milestone.Accept] }];
        var accepted = at.AddMinutes(Math.Exp(random.NextDouble() * 7));
        last = last with { AcceptedAt = accepted, Kept = [Milestone.Accept] };
        if (status == LeadStatus.Won || random.Next(10) < 8) last = last with { ContactedAt = accepted.AddMinutes(Math.Exp(random.NextDouble() * 8)), Kept = [Milestone.Accept, Milestone.Contact] };
        if (status == LeadStatus.Won) last = last with { QualifiedAt = last.ContactedAt!.Value.AddHours(random.Next(1, 200)), Kept = [Milestone.Accept, Milestone.Contact, Milestone.Qualify] };
        return [.. offers, last];
    }

    private static Offer Offered(int attempt, DateTimeOffset at, Random random)
    {
        var pool = random.Next(Pools);
        return new Offer(attempt, new RepId($"rep-{pool}-{random.Next(RepsAPool)}"), new PoolId($"pool-{pool}"), at);
    }

    /// <summary>Few names have most of the leads.</summary>
    private static int Skewed(Random random, int count) => (int)(count * Math.Pow(random.NextDouble(), 2));
}
