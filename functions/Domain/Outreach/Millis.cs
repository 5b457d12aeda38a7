namespace LeadRouter.Domain.Outreach;

/// <summary>Instants as the log keeps them: whole milliseconds since 1970, UTC.</summary>
internal static class Millis
{
    public const long Never = long.MaxValue;

    public static long Floor(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    /// <summary>The stamp of a send: never before the instant itself.</summary>
    public static long Ceiling(DateTimeOffset at) => Floor(at) + (at.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);

    public static DateTimeOffset ToInstant(long millis) =>
        millis >= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeMilliseconds(millis);
}
