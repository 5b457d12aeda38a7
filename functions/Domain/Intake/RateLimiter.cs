namespace LeadRouter.Domain.Intake;

/// <summary>
/// Token buckets of very many callers in a fixed amount of memory: four places for each hash, and whoever has been quiet longest makes
/// room. A caller is told when he may come again. Not for several threads at once.
/// </summary>
public sealed class RateLimiter
{
    private const int Ways = 4;

    private readonly ulong[] callers;
    private readonly long[] busyUntil;

    /// <param name="places">A power of two; 16 bytes each.</param>
    public RateLimiter(int places)
    {
        if (places < Ways || (places & (places - 1)) != 0) throw new ArgumentOutOfRangeException(nameof(places), places, "a power of two, at least four");
        callers = new ulong[places];
        busyUntil = new long[places];
    }

    /// <summary>Takes a token if there is one; else how long until there is.</summary>
    /// <param name="caller">A hash that callers cannot choose.</param>
    /// <param name="perMinute">Tokens that come back in a minute.</param>
    /// <param name="burst">Tokens of a bucket that is full.</param>
    public TimeSpan? Take(ulong caller, int perMinute, int burst, DateTimeOffset now)
    {
        var place = PlaceOf(caller);
        var (at, cost) = (now.UtcTicks, TimeSpan.TicksPerMinute / perMinute);
        var busy = Math.Max(callers[place] == caller ? busyUntil[place] : 0, at) + cost;
        var wait = busy - at - cost * burst;
        if (wait > 0) return new TimeSpan(wait);
        (callers[place], busyUntil[place]) = (caller, busy);
        return null;
    }

    private int PlaceOf(ulong caller)
    {
        var first = (int)(caller & (ulong)(callers.Length - 1)) & ~(Ways - 1);
        var quietest = first;
        for (var place = first; place < first + Ways; place++)
        {
            if (callers[place] == caller) return place;
            if (busyUntil[place] < busyUntil[quietest]) quietest = place;
        }
        return quietest;
    }
}
