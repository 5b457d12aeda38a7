using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.WebConsole.Insights;

/// <summary>
/// The leads whose clocks run out next, and those in the house queue. Looking through all due rows takes longer than a page may, so what was found is kept for a while
/// and looked up anew behind the page that is shown meanwhile.
/// </summary>
public sealed class RunningClocks(ILeadIndex index, TimeProvider clock)
{
    private const int Kept = 20;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private Task<ClockLook>? looking;
    private ClockLook? last;

    public async Task<ClockLook> LookAsync(CancellationToken ct)
    {
        Task<ClockLook> look;
        lock (gate)
        {
            if (last is { } known && TimeProvider.System.GetElapsedTime(known.Taken) < Fresh) return known;
            look = looking ??= Task.Run(LookAnewAsync, CancellationToken.None);
            if (last is { } older && TimeProvider.System.GetElapsedTime(older.Taken) < Fresh * 20) return older;
        }
        return await look.WaitAsync(ct).ConfigureAwait(false);
    }

    private async Task<ClockLook> LookAnewAsync()
    {
        try
        {
            // The latest first, so that it is the one to go when more than are shown were found.
            var soonest = new PriorityQueue<DueLead, DateTimeOffset>(Comparer<DateTimeOffset>.Create((a, b) => b.CompareTo(a)));
            var house = new List<DueLead>();
            var at = clock.GetUtcNow();
            await foreach (var due in index.DueAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (due.State == LeadStatus.House) house.Add(due);
                if (!due.State.IsOwned()) continue;
                soonest.Enqueue(due, due.Due);
                if (soonest.Count > Kept) soonest.Dequeue();
            }
            var found = new ClockLook(
                [.. soonest.UnorderedItems.Select(i => i.Element).OrderBy(d => d.Due)], [.. house.OrderBy(h => h.ReceivedAt).Take(Kept)], house.Count, at,
                TimeProvider.System.GetTimestamp());
            lock (gate) last = found;
            return found;
        }
        finally
        {
            lock (gate) looking = null;
        }
    }
}

/// <param name="Soonest">Owned leads by the instant of their next clock.</param>
/// <param name="House">Of the house queue, those that have waited longest.</param>
/// <param name="Taken">A timestamp of real time, for the age of the look.</param>
public sealed record ClockLook(IReadOnlyList<DueLead> Soonest, IReadOnlyList<DueLead> House, int InHouse, DateTimeOffset At, long Taken);
