using LeadRouter.Domain.Intake;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Intake;

/// <summary>Holds each caller of a source to the rate that its row allows; the memory it takes does not grow with the number of callers.</summary>
public sealed class RateGate(IConfigurations configurations, TimeProvider clock)
{
    // 4 MiB in all.
    private const int Places = 1 << 18;

    // What nobody has asked for waits in quarantine: enough for a form that goes live before its row, not for who wants to fill a disk.
    private const int UnknownPerMinute = 600;

    private readonly RateLimiter limiter = new(Places);
    private readonly Lock gate = new();

    /// <summary>Null when the caller may go on; else how long he has to wait.</summary>
    public TimeSpan? Refuse(string source, string address)
    {
        var row = configurations.Current.Live.Sources.GetValueOrDefault(source);
        if ((row is null ? UnknownPerMinute : row.RatePerMinute) is not { } perMinute) return null;
        // These hashes are seeded anew in each process: nobody outside can aim at a place.
        var caller = ((ulong)(uint)HashCode.Combine(row?.Key, address) << 32) | (uint)string.GetHashCode(address, StringComparison.OrdinalIgnoreCase);
        lock (gate) return limiter.Take(caller, perMinute, Burst(perMinute), clock.GetUtcNow());
    }

    // Ten seconds' worth at once, and never fewer than a person who corrects a form needs.
    private static int Burst(int perMinute) => Math.Max(Math.Min(5, perMinute), perMinute / 6);
}
