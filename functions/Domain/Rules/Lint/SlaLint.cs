using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Rules;

/// <summary>A time to accept that is longer than any stretch of work cannot end on the day it began.</summary>
internal static class SlaLint
{
    public static IEnumerable<Problem> Check(IReadOnlyList<SlaPolicyRow> policies, LiveConfig live)
    {
        foreach (var policy in policies)
        {
            if (policy.AcceptWithin is not { } within || LongestWindow(policy, live) is not { } longest || within <= longest) continue;
            yield return Linter.Warning(
                TableShapes.SlaPolicies, policy.Key, "AcceptWithin", "sla.longer-than-window", $"{within.TotalHours:0.##}h",
                $"The longest stretch of working time on this clock is {longest.TotalHours:0.##}h: the deadline always falls in a later one.");
        }
    }

    private static TimeSpan? LongestWindow(SlaPolicyRow policy, LiveConfig live) => policy.Clock switch
    {
        SlaClock.Always => null,
        SlaClock.Rep => live.Reps.Values.Where(r => r.Enabled && r.Hours is not null).Select(r => Longest(r.Hours)).Max(),
        _ => live.Calendars.GetValueOrDefault(policy.Calendar ?? "")?.Hours is { } hours ? Longest(hours) : null,
    };

    private static TimeSpan? Longest(string? hours) => WeeklyHours.TryParse(hours, out var read, out _) ? read.LongestWindow : null;
}
