namespace LeadRouter.Domain.Rules;

/// <summary>What happens to a mail above the cap.</summary>
public enum OverCap
{
    Defer,
    Drop,
    Merge,
    Block,
}

/// <summary>At most so many in any rolling window of this length.</summary>
public readonly record struct Cap(int Limit, TimeSpan Window);

/// <summary>The caps of one class of mail; the key is the class. QuietHours is a text here; Domain/Sla reads it.</summary>
/// <param name="Blocked">The class is never sent (<c>block</c> in place of caps).</param>
/// <param name="Reserved">Slots of a shared cap that only this class may use.</param>
public sealed record ContactPolicyRow(
    string Key, IReadOnlyList<Cap> Caps, bool Blocked, OverCap Over, TimeSpan? MaxDelay, string? QuietHours, int Reserved)
{
    internal static ContactPolicyRow Read(RowReader row)
    {
        var word = row.Text("Caps") is { } text ? Folding.Fold(text) : null;
        return new ContactPolicyRow(
            row.Key,
            word is "block" or "disabled" or null ? [] : ReadCaps(row),
            word == "block",
            row.Choice("Over", OverCap.Defer, ("defer", OverCap.Defer), ("drop", OverCap.Drop), ("merge", OverCap.Merge), ("block", OverCap.Block)),
            row.Duration("MaxDelay"),
            row.Checked("QuietHours", Cells.HoursIssue),
            row.Whole("Reserved") ?? 0);
    }

    private static List<Cap> ReadCaps(RowReader row)
    {
        var caps = new List<Cap>();
        foreach (var item in row.List("Caps"))
        {
            var parts = item.Split('/');
            if (parts.Length == 2 && Cells.Number(parts[0], row.Locale) == 0)
                row.Report("Caps", item,
                    new CellIssue(Severity.Error, "cap.zero", "A cap of 0 is refused: write disabled for no cap, block to send nothing.", "block"));
            else if (ReadCap(parts, row.Locale) is { } cap) caps.Add(cap);
            else row.Unreadable<int>("Caps", item, "A cap is a number and a span, such as 3/1d.", item.All(char.IsAsciiDigit) ? item + "/1d" : null);
        }
        return caps;
    }

    private static Cap? ReadCap(string[] parts, NumberLocale locale)
    {
        if (parts.Length != 2 || Cells.Number(parts[0], locale) is not { } limit || limit < 1 || limit > 10_000 || limit != decimal.Truncate(limit))
            return null;
        return Durations.Parse(parts[1]) is { } window && window > TimeSpan.Zero ? new Cap((int)limit, window) : null;
    }
}
