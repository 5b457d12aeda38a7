namespace LeadRouter.Domain.Leads;

/// <summary>The first of instants that may not be there.</summary>
internal static class Earliest
{
    /// <summary>Null when none is there.</summary>
    public static DateTimeOffset? Of(params ReadOnlySpan<DateTimeOffset?> instants)
    {
        DateTimeOffset? first = null;
        foreach (var instant in instants)
            if (first is null || instant < first) first = instant;
        return first;
    }
}
