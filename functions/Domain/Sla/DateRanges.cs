using System.Diagnostics.CodeAnalysis;

namespace LeadRouter.Domain.Sla;

/// <summary>Local time from <paramref name="From"/> (included) to <paramref name="To"/> (excluded).</summary>
/// <param name="WholeDays">Written as dates, without a time of day.</param>
public readonly record struct LocalRange(DateTime From, DateTime To, bool WholeDays)
{
    public static LocalRange Days(DateOnly first, DateOnly last) =>
        new(first.ToDateTime(TimeOnly.MinValue), last.ToDateTime(TimeOnly.MinValue).AddDays(1), true);
}

/// <summary>
/// Dates and ranges of dates, both ends included: <c>2026-08-01..2026-08-15; 2026-12-24</c>. A range may carry times of day:
/// <c>2026-12-24T14:00..2026-12-26T09:00</c>, or windows of each of its dates: <c>2026-12-12 10:00-14:00,16:00-18:00</c>.
/// </summary>
public sealed class DateRanges
{
    public static readonly DateRanges None = new("", []);

    private readonly string text;

    private DateRanges(string text, IReadOnlyList<LocalRange> ranges) => (this.text, Ranges) = (text, ranges);

    /// <summary>In the order they were written; they may overlap.</summary>
    public IReadOnlyList<LocalRange> Ranges { get; }

    public static DateRanges Of(IEnumerable<LocalRange> ranges) => new("", [.. ranges.Where(r => r.From < r.To)]);

    /// <summary>Reads a cell; an empty one is <see cref="None"/>. Never throws.</summary>
    public static bool TryParse(string? cell, [NotNullWhen(true)] out DateRanges? ranges, [NotNullWhen(false)] out string? problem)
    {
        (ranges, problem) = (None, null);
        if (string.IsNullOrWhiteSpace(cell)) return true;
        var all = new List<LocalRange>();
        problem = CellText.TooLong(cell) ?? DatesCell.Read(CellText.Fold(cell), all);
        ranges = problem is null ? new DateRanges(cell.Trim(), all) : null;
        return problem is null;
    }

    /// <summary>Whether this local wall time is inside a range.</summary>
    public bool Contains(DateTime local) => Ranges.Any(r => r.From <= local && local < r.To);

    public override string ToString() => text;
}
