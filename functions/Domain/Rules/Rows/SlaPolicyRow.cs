using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Rules;

/// <summary>Whose working hours run the clock.</summary>
public enum SlaClock
{
    /// <summary>The policy's calendar in the lead's time zone.</summary>
    Lead,

    /// <summary>The policy's calendar.</summary>
    Pool,

    /// <summary>The rep's own hours.</summary>
    Rep,

    /// <summary>Every hour of every day (<c>24x7</c>).</summary>
    Always,
}

public enum OnEmptyStep
{
    Skip,
    Hold,
}

/// <summary>The promises of speed. Spans count on <see cref="Clock"/>; a day in them is 24 of its hours.</summary>
public sealed record SlaPolicyRow(
    string Key, SlaClock Clock, string? Calendar, TimeSpan? AcceptWithin, TimeSpan? ContactWithin, TimeSpan? QualifyWithin,
    TimeSpan StaleAfter, IReadOnlyList<Reminder> RemindAt, IReadOnlyList<LadderStep> Ladder, int MaxAttempts, OnEmptyStep OnEmptyStep,
    int? PauseRepAfter)
{
    public static readonly TimeSpan DefaultStaleAfter = TimeSpan.FromDays(30);
    public const int DefaultMaxAttempts = 3;

    private static readonly (string Word, LadderStep Step)[] Steps =
        [("remind", LadderStep.Remind), ("manager", LadderStep.Manager), ("reassign", LadderStep.Reassign), ("overflow", LadderStep.Overflow),
            ("house", LadderStep.House)];

    /// <summary>What a lead takes along of this policy.</summary>
    public SlaTerms ToTerms() => new()
    {
        Policy = Key,
        Clock = Clock == SlaClock.Always ? "24x7" : Clock.ToString().ToLowerInvariant(),
        Calendar = Clock is SlaClock.Lead or SlaClock.Pool ? Calendar : null,
        AcceptWithin = AcceptWithin ?? TimeSpan.FromMinutes(30),
        ContactWithin = ContactWithin,
        QualifyWithin = QualifyWithin,
        StaleAfter = StaleAfter,
        RemindAt = [.. RemindAt],
        Ladder = [.. Ladder],
        MaxAttempts = MaxAttempts,
        HoldsEmptySteps = OnEmptyStep == OnEmptyStep.Hold,
        PauseRepAfter = PauseRepAfter,
    };

    internal static SlaPolicyRow Read(RowReader row)
    {
        var clock = row.Choice("Clock", SlaClock.Pool, ("lead", SlaClock.Lead), ("pool", SlaClock.Pool), ("rep", SlaClock.Rep),
            ("24x7", SlaClock.Always));
        var calendar = row.Text("Calendar");
        if (calendar is null && clock is SlaClock.Lead or SlaClock.Pool)
            row.Report("Calendar", "", new CellIssue(Severity.Error, "cell.missing", "A clock of pool or lead needs a calendar.", "Clock 24x7"));
        return new SlaPolicyRow(
            row.Key, clock, calendar, RequiredAccept(row), row.Duration("ContactWithin"), row.Duration("QualifyWithin"),
            row.Duration("StaleAfter") ?? DefaultStaleAfter, Reminders(row), ReadLadder(row), row.Whole("MaxAttempts", 1) ?? DefaultMaxAttempts,
            row.Choice("OnEmptyStep", OnEmptyStep.Skip, ("skip", OnEmptyStep.Skip), ("hold", OnEmptyStep.Hold)), row.Cap("PauseRepAfter"));
    }

    private static TimeSpan? RequiredAccept(RowReader row)
    {
        row.Required("AcceptWithin");
        return row.Duration("AcceptWithin");
    }

    private static List<Reminder> Reminders(RowReader row)
    {
        var reminders = new List<Reminder>();
        foreach (var item in row.List("RemindAt"))
        {
            if (ReadReminder(item, row.Locale) is { } reminder) reminders.Add(reminder);
            else row.Unreadable<int>("RemindAt", item, "A part of the time (50%) or an offset (30m; -15m is before the end) is expected.",
                item.All(char.IsAsciiDigit) ? item + "%" : null);
        }
        return reminders;
    }

    private static Reminder? ReadReminder(string item, NumberLocale locale)
    {
        if (item.EndsWith('%'))
            return Cells.Number(item[..^1], locale) is { } percent && percent is > 0 and < 100 ? new Reminder((double)percent / 100, null) : null;
        if (!Spans.TryParse(item.TrimStart('-', '+'), out var offset, out _)) return null;
        return new Reminder(null, item[0] == '-' ? -offset : offset);
    }

    // An empty ladder would end in silence: a lead that nobody takes goes to the house queue.
    private static List<LadderStep> ReadLadder(RowReader row)
    {
        var ladder = new List<LadderStep>();
        foreach (var item in row.List("Ladder"))
        {
            var found = Array.Find(Steps, s => Folding.Same(s.Word, item));
            if (found.Word is not null) ladder.Add(found.Step);
            else row.Unreadable<int>("Ladder", item, $"One of {string.Join(", ", Steps.Select(s => s.Word))} is expected.",
                Suggest.Nearest(item, Steps.Select(s => s.Word)));
        }
        if (ladder.Count == 0 || ladder[^1] != LadderStep.House) ladder.Add(LadderStep.House);
        return ladder;
    }
}
