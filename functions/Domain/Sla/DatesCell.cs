using System.Globalization;
using System.Text.RegularExpressions;

namespace LeadRouter.Domain.Sla;

/// <summary>The grammar of a cell of dates.</summary>
internal static partial class DatesCell
{
    private const int LongestWindowedRange = 366;

    /// <summary>Adds the ranges of a folded cell; returns the problem when it cannot be read.</summary>
    public static string? Read(string cell, List<LocalRange> ranges)
    {
        foreach (var item in CellText.Items(cell))
        {
            LocalRange? dates = null;
            foreach (var part in item.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                if (ReadPart(part, ref dates, ranges) is { } problem) return problem;
        }
        return null;
    }

    private static string? ReadPart(string part, ref LocalRange? dates, List<LocalRange> ranges)
    {
        if (dates is { } before && Window().IsMatch(part)) return AddWindow(part, before, ranges);
        if (Windowed().Match(part) is { Success: true } windowed)
        {
            if (ReadRange(windowed.Groups["dates"].Value, out var range) is { } problem) return problem;
            dates = range;
            return AddWindow(windowed.Groups["window"].Value, range, ranges);
        }
        if (ReadRange(part, out var whole) is { } unread) return unread;
        dates = whole;
        ranges.Add(whole);
        return null;
    }

    private static string? AddWindow(string text, LocalRange dates, List<LocalRange> ranges)
    {
        var ends = text.Split('-', StringSplitOptions.TrimEntries);
        if (!CellText.TryTime(ends[0], out var from) || !CellText.TryTime(ends[1], out var to) || from == to)
            return $"'{text}' is not a window of hours; write for example '10:00-14:00'";
        if (!dates.WholeDays) return $"'{text}' follows a range that already has times; separate them with ';'";
        if ((dates.To - dates.From).TotalDays > LongestWindowedRange)
            return $"'{text}' applies to more than {LongestWindowedRange} dates; use weekly hours for that";
        if (to < from) to += CellText.MinutesPerDay;
        for (var day = dates.From; day < dates.To; day = day.AddDays(1))
            ranges.Add(new LocalRange(day.AddMinutes(from), day.AddMinutes(to), false));
        return null;
    }

    private static string? ReadRange(string text, out LocalRange range)
    {
        range = default;
        var ends = text.Split(["..", " to ", " a ", " bis ", " - "], StringSplitOptions.TrimEntries);
        if (ends.Length > 2) return $"'{text}' is not a range; write for example '2026-08-01..2026-08-15'";
        if (ReadEnd(ends[0], out var from, out var fromIsDate) is { } first) return first;
        if (ends.Length == 1 && !fromIsDate) return $"'{text}' has a start and no end; write '{text}..' and the end";
        if (ReadEnd(ends[^1], out var to, out var toIsDate) is { } second) return second;
        if (toIsDate) to = to.AddDays(1);
        if (to <= from) return $"'{text}' ends before it starts{CellText.DidYouMean(toIsDate == fromIsDate ? $"{ends[^1]}..{ends[0]}" : null)}";
        range = new LocalRange(from, to, fromIsDate && toIsDate);
        return null;
    }

    private static string? ReadEnd(string text, out DateTime local, out bool isDate)
    {
        (local, isDate) = (default, true);
        if (IsoDate().Match(text) is not { Success: true } match) return NotADate(text);
        var (year, month, day) = (Number(match, "y"), Number(match, "m"), Number(match, "d"));
        if (month is < 1 or > 12) return $"'{text}' has no month {month}; write dates as year-month-day";
        // Next-day arithmetic must stay inside the calendar of .NET.
        if (year is < 1900 or > 9990) return $"'{text}' is out of reach; years go from 1900 to 9990";
        var last = DateTime.DaysInMonth(year, month);
        if (day < 1 || day > last) return $"'{text}' does not exist{CellText.DidYouMean($"{year:0000}-{month:00}-{Math.Clamp(day, 1, last):00}")}";
        local = new DateTime(year, month, day);
        if (!match.Groups["t"].Success) return null;
        if (!CellText.TryTime(match.Groups["t"].Value, out var minutes))
            return $"'{text}' has no valid time of day; write for example '2026-12-24T14:00'";
        // Spreadsheets store a date as midnight of that date.
        isDate = minutes == 0 && match.Groups["stored"].Success;
        local = local.AddMinutes(minutes);
        return null;
    }

    private static string NotADate(string text)
    {
        if (LocalDate().Match(text) is not { Success: true } match)
            return $"'{text}' is not a date; write dates as 2026-12-24 and ranges as 2026-08-01..2026-08-15";
        return $"'{text}' could be read two ways; write year-month-day: '{match.Groups["y"].Value}-{Number(match, "m"):00}-{Number(match, "d"):00}'";
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?<y>[0-9]{4})-(?<m>[0-9]{1,2})-(?<d>[0-9]{1,2})(?:[t ](?<t>[0-9]{1,2}[:.h][0-9]{2})(?<stored>:00(?:\.0+)?z?)?)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"^(?<d>[0-9]{1,2})[./-](?<m>[0-9]{1,2})[./-](?<y>[0-9]{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex LocalDate();

    [GeneratedRegex(
        @"^(?<dates>.*[0-9]) (?<window>[0-9]{1,2}(?:[:.h][0-9]{2})? ?- ?[0-9]{1,2}(?:[:.h][0-9]{2})?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Windowed();

    [GeneratedRegex(@"^[0-9]{1,2}(?:[:.h][0-9]{2})? ?- ?[0-9]{1,2}(?:[:.h][0-9]{2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Window();
}
