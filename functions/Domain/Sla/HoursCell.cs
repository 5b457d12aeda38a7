using System.Collections.Frozen;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Sla;

/// <summary>The words of a cell of hours, in English, Spanish and German.</summary>
internal static class HoursCell
{
    private static readonly char[] ListSeparators = [',', '+'];

    private static readonly string[] DayNames =
    [
        "mon monday mo montag lun lunes",
        "tue tues tuesday di dienstag mar martes",
        "wed weds wednesday mi mittwoch mie miercoles",
        "thu thur thurs thursday do donnerstag jue jueves",
        "fri friday fr freitag vie viernes",
        "sat saturday sa samstag sab sabado",
        "sun sunday so sonntag dom domingo",
    ];

    private static readonly FrozenDictionary<string, int> Days = DayNames
        .SelectMany((names, day) => names.Split(' ').Select(name => KeyValuePair.Create(name, day)))
        .ToFrozenDictionary();

    private static readonly FrozenDictionary<string, int[]> Groups = new Dictionary<string, int[]>
    {
        ["daily"] = [0, 1, 2, 3, 4, 5, 6],
        ["diario"] = [0, 1, 2, 3, 4, 5, 6],
        ["taglich"] = [0, 1, 2, 3, 4, 5, 6],
        ["weekdays"] = [0, 1, 2, 3, 4],
        ["weekend"] = [5, 6],
        ["weekends"] = [5, 6],
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> AlwaysWords = FrozenSet.Create("24x7", "24/7", "always", "siempre", "immer");

    private static readonly FrozenSet<string> ClosedWords = FrozenSet.Create("closed", "cerrado", "geschlossen");

    /// <summary>Adds the windows of a folded cell; returns the problem when it cannot be read.</summary>
    public static string? Read(string cell, List<HoursWindow> windows)
    {
        if (AlwaysWords.Contains(cell))
        {
            windows.AddRange(Enumerable.Range(0, 7).Select(day => new HoursWindow(day, 0, CellText.MinutesPerDay)));
            return null;
        }
        int[] days = Groups["daily"];
        foreach (var item in CellText.Items(cell))
            if (ReadItem(item, ref days, windows) is { } problem) return problem;
        return null;
    }

    private static string? ReadItem(string item, ref int[] days, List<HoursWindow> windows)
    {
        var (names, times) = SplitAtFirstTime(item);
        if (names.Length > 0)
        {
            if (ReadDays(names, out days) is { } unknown) return unknown;
            if (times.Length == 0) return $"'{item}' names days without hours; write for example '{names} 09:00-18:00', or leave the days out";
        }
        if (ClosedWords.Contains(times)) return null;
        foreach (var time in times.Split(ListSeparators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (ReadWindow(time, days, windows) is { } problem) return problem;
        return null;
    }

    private static (string Names, string Times) SplitAtFirstTime(string item)
    {
        var closed = ClosedWords.FirstOrDefault(word => item == word || item.EndsWith(' ' + word, StringComparison.Ordinal));
        var at = closed is null ? item.AsSpan().IndexOfAnyInRange('0', '9') : item.Length - closed.Length;
        return at < 0 ? (item, "") : (item[..at].TrimEnd(' ', ',', ':'), item[at..]);
    }

    private static string? ReadWindow(string text, int[] days, List<HoursWindow> windows)
    {
        if (char.IsAsciiLetter(text[0]))
            return $"'{text}' names a day after a comma; separate days with ';', for example 'mon 09:00-14:00; tue 10:00-12:00'";
        var ends = Ends(text);
        if (ends.Length != 2) return $"'{text}' is not a window of hours; write for example '09:00-18:00'";
        foreach (var end in ends)
            if (!CellText.TryTime(end, out _)) return $"'{end}' in '{text}' is not a time of day; write 00:00 to 24:00, for example '09:00-18:00'";
        CellText.TryTime(ends[0], out var from);
        CellText.TryTime(ends[1], out var to);
        if (from == CellText.MinutesPerDay) return $"'{text}' starts at 24:00; write '00:00' on the next day";
        if (from == to) return $"'{text}' is empty; write '00:00-24:00' for a whole day";
        if (to < from) to += CellText.MinutesPerDay;
        foreach (var day in days) windows.Add(new HoursWindow(day, from, to));
        return null;
    }

    private static string? ReadDays(string names, out int[] days)
    {
        var all = new List<int>();
        days = [];
        foreach (var name in names.Split(ListSeparators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Groups.TryGetValue(name, out var group)) all.AddRange(group);
            else if (ReadDayRange(name, all) is { } problem) return problem;
        }
        days = [.. all.Distinct()];
        return null;
    }

    private static string? ReadDayRange(string text, List<int> days)
    {
        var ends = Ends(text);
        foreach (var end in ends)
            if (!Days.ContainsKey(end.TrimEnd('.'))) return UnknownDay(end, text);
        if (ends.Length > 2) return $"'{text}' is not a range of days; write for example 'mon-fri'";
        var (first, last) = (Days[ends[0].TrimEnd('.')], Days[ends[^1].TrimEnd('.')]);
        for (var day = first; ; day = (day + 1) % 7)
        {
            days.Add(day);
            if (day == last) return null;
        }
    }

    private static string[] Ends(string range) =>
        range.Replace(" to ", "-").Replace(" a ", "-").Replace(" bis ", "-").Replace("..", "-").Split('-', StringSplitOptions.TrimEntries);

    private static string UnknownDay(string name, string text)
    {
        var nearest = Suggest.Nearest(name, Days.Keys.Concat(Groups.Keys));
        return nearest is null
            ? $"'{name}' in '{text}' is not a day of the week; use mon, tue, wed, thu, fri, sat, sun"
            : $"'{name}' in '{text}' is not a day of the week{CellText.DidYouMean(nearest)}";
    }
}
