namespace LeadRouter.Domain.Assignment;

/// <summary>
/// Weights in thousandths. With <c>RampDays</c> 4 a newcomer counts for 20, 40, 60 and 80 % of the weight on the first four
/// days, then for all of it.
/// </summary>
internal static class Ramp
{
    private const decimal Thousandths = 1000;

    public static long FullWeight(RepStanding rep) =>
        rep.Weight <= 0 ? 0 : Math.Max(1, (long)decimal.Round(rep.Weight * Thousandths));

    public static long Weight(long full, RepStanding rep, DateTimeOffset firstSeen, DateTimeOffset now)
    {
        if (rep.RampDays <= 0 || full == 0) return full;
        var day = Math.Max(0, (long)(now - (rep.JoinedAt ?? firstSeen)).TotalDays);
        return day >= rep.RampDays ? full : Math.Max(1, full * (day + 1) / (rep.RampDays + 1));
    }
}
