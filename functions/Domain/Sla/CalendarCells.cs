namespace LeadRouter.Domain.Sla;

/// <summary>The cells of a calendar as they were typed.</summary>
public sealed record CalendarCells(string? TimeZone, string? Hours, string? Holidays = null, string? Closed = null, string? Open = null)
{
    private const string NoHours = "the calendar has no hours, so no deadline would ever come; write for example 'mon-fri 09:00-18:00' or '24x7'";

    /// <summary>Reads every column, so that all problems of the row are told at once.</summary>
    public CalendarReading Read()
    {
        var problems = new List<CellProblem>();
        if (!WeeklyHours.TryParse(Hours, out var hours, out var problem)) problems.Add(new CellProblem(nameof(Hours), problem));
        var dates = new CalendarDates
        {
            Holidays = Dates(nameof(Holidays), Holidays, problems),
            Closed = Dates(nameof(Closed), Closed, problems),
            Open = Dates(nameof(Open), Open, problems),
        };
        if (!WorkCalendar.TryCreate(TimeZone, hours ?? WeeklyHours.None, dates, out var calendar, out problem))
            problems.Add(new CellProblem(nameof(TimeZone), problem));
        if (problems.Count == 0 && calendar!.IsEmpty) problems.Add(new CellProblem(nameof(Hours), NoHours));
        return problems.Count == 0 ? new CalendarReading.Readable(calendar!) : new CalendarReading.Unreadable(problems);
    }

    private static DateRanges Dates(string column, string? cell, List<CellProblem> problems)
    {
        if (DateRanges.TryParse(cell, out var ranges, out var problem)) return ranges;
        problems.Add(new CellProblem(column, problem));
        return DateRanges.None;
    }
}

/// <summary>What is wrong with one cell of a row.</summary>
public sealed record CellProblem(string Column, string Problem);

/// <summary>What reading a calendar came to.</summary>
public abstract record CalendarReading
{
    private CalendarReading() { }

    public sealed record Readable(WorkCalendar Calendar) : CalendarReading;

    public sealed record Unreadable(IReadOnlyList<CellProblem> Problems) : CalendarReading;
}
