using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.WebConsole.Insights;

/// <summary>
/// The leads whose clocks run out next. Looking through all due rows takes longer than a page may, so what was found is kept for a while
/// and looked up anew behind the page that is shown meanwhile.
/// </summary>
public sealed class RunningClocks(ILeadIndex index, TimeProvider clock)
{
    private const int Kept = 20;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private Task<Found>? looking;
    private Found? last;

    private sealed record Found(IReadOnlyList<DueLead> Leads, DateTimeOffset At, long Taken);

    /// <summary>Owned leads by the instant of their next clock, the soonest first, and when that was looked up.</summary>
    public async Task<(IReadOnlyList<DueLead> Leads, DateTimeOffset At)> SoonestAsync(CancellationToken ct)
    {
        Task<Found> look;
        lock (gate)
        {
            if (last is { } known && TimeProvider.System.GetElapsedTime(known.Taken) < Fresh) return (known.Leads, known.At);
            look = looking ??= Task.Run(LookAsync, CancellationToken.None);
            if (last is { } older && TimeProvider.System.GetElapsedTime(older.Taken) < Fresh * 20) return (older.Leads, older.At);
        }
        var found = await look.WaitAsync(ct).ConfigureAwait(false);
        return (found.Leads, found.At);
    }

    private async Task<Found> LookAsync()
    {
        try
        {
            var soonest = new PriorityQueue<DueLead, DateTimeOffset>(Comparer<DateTimeOffset>.Create((a, b) => b.CompareTo(a)));
            var at = clock.GetUtcNow();
            await foreach (var due in index.DueAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (!due.State.IsOwned()) continue;
                soonest.Enqueue(due, due.Due);
                if (soonest.Count > Kept) soonest.Dequeue();
            }
            var found = new Found([.. soonest.UnorderedItems.Select(i => i.Element).OrderBy(d => d.Due)], at, TimeProvider.System.GetTimestamp());
            lock (gate) last = found;
            return found;
        }
        finally
        {
            lock (gate) looking = null;
        }
    }
}
