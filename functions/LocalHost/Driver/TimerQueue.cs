using LeadRouter.Domain.Leads;

namespace LeadRouter.LocalHost.Driver;

/// <summary>One instant a lead, the earliest first. Setting and cancelling cost the logarithm of the number of leads. Not thread-safe.</summary>
/// <param name="comparer">Of instant and id; given only to count what the order costs.</param>
internal sealed class TimerQueue(IComparer<(DateTimeOffset, string)>? comparer = null)
{
    private readonly Dictionary<LeadId, DateTimeOffset> due = [];
    private readonly PriorityQueue<LeadId, (DateTimeOffset, string)> order = new(comparer);

    public DateTimeOffset? Next
    {
        get
        {
            DropOutdated();
            return order.TryPeek(out _, out var next) ? next.Item1 : null;
        }
    }

    /// <summary>True when it became the earliest of all.</summary>
    public bool Set(LeadId id, DateTimeOffset at)
    {
        if (due.TryGetValue(id, out var before) && before == at) return false;
        due[id] = at;
        order.Enqueue(id, (at, id.Value));
        return order.Peek() == id;
    }

    public void Clear()
    {
        due.Clear();
        order.Clear();
    }

    public bool Has(LeadId id) => due.ContainsKey(id);

    public void Cancel(LeadId id) => due.Remove(id);

    /// <summary>The next lead that is due by now, taken off; null when none is.</summary>
    public LeadId? TryTake(DateTimeOffset now)
    {
        DropOutdated();
        if (!order.TryPeek(out var id, out var at) || at.Item1 > now) return null;
        order.Dequeue();
        due.Remove(id);
        return id;
    }

    // Entries that were moved or cancelled stay in the heap until they come up.
    private void DropOutdated()
    {
        while (order.TryPeek(out var id, out var at) && (!due.TryGetValue(id, out var current) || current != at.Item1)) order.Dequeue();
    }
}
