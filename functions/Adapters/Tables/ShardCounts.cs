using System.Collections.Immutable;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Adapters.Tables;

/// <summary>The counters of one shard of the index. Each change keeps received equal to the sum of the buckets.</summary>
internal sealed record ShardCounts(long Received, long Logged, ImmutableDictionary<Bucket, long> Buckets)
{
    private static readonly (Bucket Bucket, string Property)[] Properties = [.. Enum.GetValues<Bucket>().Select(b => (b, $"In{b}"))];

    public static ShardCounts In(IReadOnlyDictionary<string, object>? row) => row is null
        ? new ShardCounts(0, 0, ImmutableDictionary<Bucket, long>.Empty)
        : new ShardCounts(
            (long)row[nameof(Received)],
            (long)row[nameof(Logged)],
            Properties.Where(p => row.ContainsKey(p.Property)).ToImmutableDictionary(p => p.Bucket, p => (long)row[p.Property]));

    public ShardCounts Receive(Bucket bucket) => this with { Received = Received + 1, Buckets = Add(Buckets, bucket, 1) };

    public ShardCounts Move(Bucket from, Bucket to) => from == to ? this : this with { Buckets = Add(Add(Buckets, from, -1), to, 1) };

    public ShardCounts Plus(ShardCounts other) =>
        new(Received + other.Received, Logged + other.Logged, other.Buckets.Aggregate(Buckets, (sum, b) => Add(sum, b.Key, b.Value)));

    public Dictionary<string, object> Row()
    {
        var row = new Dictionary<string, object> { [nameof(Received)] = Received, [nameof(Logged)] = Logged };
        foreach (var (bucket, property) in Properties)
            if (Buckets.TryGetValue(bucket, out var count)) row[property] = count;
        return row;
    }

    private static ImmutableDictionary<Bucket, long> Add(ImmutableDictionary<Bucket, long> buckets, Bucket bucket, long count) =>
        buckets.SetItem(bucket, buckets.GetValueOrDefault(bucket) + count);
}
