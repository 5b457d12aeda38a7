using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace LeadRouter.UseCases.Intake;

/// <summary>Counts by source, since this host started.</summary>
internal sealed class SourceCounts
{
    private readonly ConcurrentDictionary<string, long> counts = new();

    public void Add(string source) => counts.AddOrUpdate(source, 1, (_, count) => count + 1);

    public ImmutableSortedDictionary<string, long> Read() => counts.ToImmutableSortedDictionary();
}
