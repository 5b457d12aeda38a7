namespace LeadRouter.Domain.Sla;

/// <summary>
/// Time that only runs while a calendar is open. <see cref="AddBusiness"/> and <see cref="Between"/> are exact inverses, to the tick.
/// </summary>
public static class BusinessClock
{
    /// <summary>
    /// The earliest instant with this much open time between <paramref name="start"/> and it: a span that ends with the working day is
    /// due at its close, not at the next opening, and an empty span at the start itself. Null when the calendar never opens long enough.
    /// </summary>
    public static DateTimeOffset? AddBusiness(WorkCalendar calendar, DateTimeOffset start, TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        var (from, left) = (start.UtcTicks, span.Ticks);
        while (left > 0)
        {
            if (from >= Piece.EndOfTime) return null;
            var piece = calendar.PieceAt(from);
            if (piece.IsForeverClosed) return null;
            var before = piece.Plan.OpenUntil(from + piece.Offset);
            var inPiece = piece.Plan.OpenUntil(piece.End + piece.Offset) - before;
            if (left <= inPiece) return At(piece.Plan.InstantAt(before + left) - piece.Offset);
            (from, left) = (piece.End, left - inPiece);
        }
        return At(from);
    }

    /// <summary>Open time between two instants; negative when <paramref name="b"/> is before <paramref name="a"/>.</summary>
    public static TimeSpan Between(WorkCalendar calendar, DateTimeOffset a, DateTimeOffset b)
    {
        if (b < a) return -Between(calendar, b, a);
        var (open, from, end) = (0L, a.UtcTicks, b.UtcTicks);
        while (from < end)
        {
            var piece = calendar.PieceAt(from);
            var to = Math.Min(end, piece.End);
            open += piece.Plan.OpenUntil(to + piece.Offset) - piece.Plan.OpenUntil(from + piece.Offset);
            from = to;
        }
        return TimeSpan.FromTicks(open);
    }

    private static DateTimeOffset At(long utcTicks) => new(utcTicks, TimeSpan.Zero);
}
