using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Benchmarks;

/// <summary>The business clock by itself, and the host's timers: ten thousand at the same instant, and one when nothing else happens.</summary>
internal static class SlaBenchmark
{
    private const int Timers = 10_000;
    private const int Alone = 20;
    private const int Connections = 64;

    public static async Task<string> RunAsync()
    {
        var (ours, walked, allocated) = TenYears();
        using var scratch = new Scratch();
        using var host = await HostUnderTest.StartAsync(scratch.Path);
        var late = await LateAsync(host);
        var (burst, inOrder) = await BurstAsync(host);
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## The SLA clock

            Ten years of a calendar with two windows a day and 14 holidays a year; the day walk is the plain way to do it, one day after the other.
            The burst: {Timers:N0} leads whose timers are due at the same instant, until the last one was acted on, embedded store.

            | figure | measured | goal |
            |---|---|---|
            | a deadline ten years ahead, microseconds | {ours.TotalMicroseconds:F1} | 100 |
            | the same by a day walk, microseconds | {walked.TotalMicroseconds:F0} | |
            | bytes allocated by the ten years | {allocated} | 0 a day walked |
            | {Timers:N0} timers due at once: the last acted on after, s | {burst.TotalSeconds:F1} | 15 |
            | leads whose story is out of order | {Timers - inOrder} | 0 |
            | late when idle, worst of {Alone}, ms | {late.TotalMilliseconds:F0} | 1,000 |

            """);
    }

    private static (TimeSpan Ours, TimeSpan Walked, long Allocated) TenYears()
    {
        var holidays = string.Join(';', Enumerable.Range(2026, 11).SelectMany(year => Enumerable.Range(1, 14).Select(i => $"{year}-{1 + (i * 5 % 12):00}-{3 + i:00}")));
        var calendar = ((CalendarReading.Readable)new CalendarCells("Europe/Madrid", "mon-fri 09:00-14:00,15:30-18:30", holidays).Read()).Calendar;
        var start = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        var span = BusinessClock.Between(calendar, start, start.AddYears(10));
        var due = BusinessClock.AddBusiness(calendar, start, span);
        if (DayWalk(calendar, start, span) != due) throw new InvalidOperationException("The two ways disagree");
        var before = GC.GetAllocatedBytesForCurrentThread();
        BusinessClock.AddBusiness(calendar, start, span);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return (Time(2_000, () => BusinessClock.AddBusiness(calendar, start, span)), Time(50, () => DayWalk(calendar, start, span)), allocated);
    }

    private static TimeSpan Time(int times, Func<DateTimeOffset?> run)
    {
        for (var i = 0; i < times; i++) run();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < times; i++) run();
        return watch.Elapsed / times;
    }

    private static DateTimeOffset DayWalk(WorkCalendar calendar, DateTimeOffset start, TimeSpan span)
    {
        for (var day = start; ; day = day.AddDays(1))
        {
            var open = BusinessClock.Between(calendar, day, day.AddDays(1));
            if (open >= span) return BusinessClock.AddBusiness(calendar, day, span)!.Value;
            span -= open;
        }
    }

    private static async Task<TimeSpan> LateAsync(HostUnderTest host)
    {
        await LoadClient.RunAsync(host.Port, "/api/leads/website", Alone, 1, i => Leads.Body(2_000_000 + i));
        await WhenPlacedAsync(host, Alone);
        var first = DateTimeOffset.UtcNow.AddSeconds(3);
        var due = new Dictionary<string, DateTimeOffset>();
        foreach (var (i, id) in (await IdsAsync(host)).Index()) due[id] = first.AddMilliseconds(170 * i);
        foreach (var (id, until) in due) await NurtureAsync(host, id, until);
        var woken = await WokenAsync(host, due.Count);
        return woken.Max(w => w.Value.At - due[w.Key]);
    }

    private static async Task<(TimeSpan Last, int InOrder)> BurstAsync(HostUnderTest host)
    {
        await LoadClient.RunAsync(host.Port, "/api/leads/website", Timers, Connections, Leads.Body);
        await WhenPlacedAsync(host, Alone + Timers);
        var known = (await WokenAsync(host, Alone)).Keys.ToHashSet();
        var ids = (await IdsAsync(host)).Where(id => !known.Contains(id)).ToList();
        var until = DateTimeOffset.UtcNow.AddSeconds(60);
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (id, _) => await NurtureAsync(host, id, until));
        if (DateTimeOffset.UtcNow > until) throw new TimeoutException("The timers could not be set in time");
        await Task.Delay(until - DateTimeOffset.UtcNow);
        var woken = await WokenAsync(host, Alone + ids.Count);
        var burst = woken.Where(w => !known.Contains(w.Key)).ToList();
        return (burst.Max(w => w.Value.Acted) - until, burst.Count(w => w.Value.Acted >= w.Value.At));
    }

    /// <summary>Not by mails: the caps of reps' mailboxes gather many in one.</summary>
    private static async Task WhenPlacedAsync(HostUnderTest host, int leads)
    {
        var (feed, placed) = (new Feed(host), new HashSet<string>());
        var patience = Stopwatch.StartNew();
        while (placed.Count < leads)
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(2)) throw new TimeoutException($"Only {placed.Count} of {leads} leads were offered");
            var page = await feed.ReadAsync();
            if (page.Count == 0) await Task.Delay(50);
            placed.UnionWith(page.Where(e => e.IsPlaced).Select(e => e.Lead));
        }
    }

    private static async Task NurtureAsync(HostUnderTest host, string id, DateTimeOffset until)
    {
        using var answer = await host.Http.PostAsJsonAsync(new Uri($"/api/lead/{id}/signals", UriKind.Relative), new { type = "nurture", until });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<List<string>> IdsAsync(HostUnderTest host)
    {
        var ids = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await host.GetAsync($"/api/leads?limit=500{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("leadId").GetString()!));
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null) return ids;
            cursor = page.GetProperty("next").GetString();
        }
    }

    /// <summary>When each lead was woken, and when it was offered or held after that.</summary>
    private static async Task<Dictionary<string, (DateTimeOffset At, DateTimeOffset Acted)>> WokenAsync(HostUnderTest host, int count)
    {
        var woken = new Dictionary<string, DateTimeOffset>();
        var acted = new Dictionary<string, (DateTimeOffset, DateTimeOffset)>();
        var feed = new Feed(host);
        var patience = Stopwatch.StartNew();
        while (acted.Count < count)
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(2)) throw new TimeoutException($"Only {acted.Count} of {count} timers were acted on");
            var page = await feed.ReadAsync();
            if (page.Count == 0) await Task.Delay(20);
            foreach (var e in page)
            {
                if (e.Type == "woken") woken[e.Lead] = e.At;
                else if (e.IsPlaced && woken.TryGetValue(e.Lead, out var then)) acted.TryAdd(e.Lead, (then, e.At));
            }
        }
        return acted;
    }
}
