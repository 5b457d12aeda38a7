using System.Collections.Immutable;
using LeadRouter.Domain.Intake;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Intake;

/// <summary>Holds each caller of a source to the rate that its row allows; the memory it takes does not grow with the number of callers.</summary>
public sealed class RateGate(IConfigurations configurations)
{
    // 4 MiB in all.
    private const int Places = 1 << 18;

    // What nobody has asked for waits in quarantine: enough for a form that goes live before its row, not for who wants to fill a disk.
    private const int UnknownPerMinute = 600;

    // One name for all of them: nobody fills the memory with names that he makes up.
    private const string Unknown = "(unknown)";

    private readonly SourceCounts refused = new();
    private readonly RateLimiter limiter = new(Places);
    private readonly Lock gate = new();
    private readonly long started = TimeProvider.System.GetTimestamp();

    /// <summary>How many came too fast since this host started, by source.</summary>
    public ImmutableSortedDictionary<string, long> Refused => refused.Read();

    /// <summary>Null when the caller may go on; else how long he has to wait.</summary>
    public TimeSpan? Refuse(string source, string address)
    {
        var row = configurations.Current.Live.Sources.GetValueOrDefault(source);
        if ((row is null ? UnknownPerMinute : row.RatePerMinute) is not { } perMinute) return null;
        // These hashes are seeded anew in each process: nobody outside can aim at a place.
        var caller = ((ulong)(uint)HashCode.Combine(row?.Key, address) << 32) | (uint)string.GetHashCode(address, StringComparison.OrdinalIgnoreCase);
        // Real time, whatever the calendar says: this is about the machine. A minute's allowance may come at once.
        TimeSpan? wait;
        lock (gate) wait = limiter.Take(caller, perMinute, perMinute, DateTimeOffset.UnixEpoch + TimeProvider.System.GetElapsedTime(started));
        if (wait is not null) refused.Add(row?.Key ?? Unknown);
        return wait;
    }
}
