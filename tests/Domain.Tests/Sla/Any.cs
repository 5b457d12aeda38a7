using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Sla;

/// <summary>Generators of calendars around a local date.</summary>
internal static class Any
{
    public static readonly string[] Zones =
    [
        "Europe/Madrid", "America/Mexico_City", "America/Bogota", "America/Santiago", "America/New_York", "Europe/Berlin", "Asia/Kolkata",
        "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Africa/Cairo", "Asia/Beirut", "America/Nuuk", "UTC",
    ];

    public static Gen<CalendarSketch> Sketch(string zone, DateOnly around) =>
        from windows in Window.Array[1, 12]
        from holidays in Day(around).Array[0, 3]
        from closed in Range(around).Array[0, 2]
        from open in Range(around).Array[0, 2]
        from timeOff in Day(around).Array[0, 1]
        select new CalendarSketch(zone, windows, holidays, closed, open, timeOff);

    private static readonly Gen<(int, int, int)> Window = Gen.Select(
        Gen.Int[0, 6],
        Gen.Frequency((4, Gen.Int[0, 95].Select(q => q * 15)), (1, Gen.Int[0, 1439])),
        Gen.Frequency((3, Gen.Int[15, 600]), (1, Gen.Int[1, 1439]), (1, Gen.Const(1440))),
        (day, start, length) => (day, start, start + Math.Min(length, start == 0 ? 1440 : 1439)));

    private static Gen<DateOnly> Day(DateOnly around) => Gen.Int[-8, 8].Select(around.AddDays);

    private static Gen<(DateTime, DateTime)> Range(DateOnly around) => Gen.Select(
        Gen.Int[-8 * 1440, 8 * 1440], Gen.Frequency((3, Gen.Int[1, 2000]), (1, Gen.Int[1, 8000])),
        (from, length) => (around.ToDateTime(TimeOnly.MinValue).AddMinutes(from), around.ToDateTime(TimeOnly.MinValue).AddMinutes(from + length)));
}
