using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Outreach;

/// <summary>At most <paramref name="Limit"/> in any rolling <paramref name="Window"/>, for one form alone when <paramref name="PerTopic"/>.</summary>
public readonly record struct Cap(int Limit, TimeSpan Window, bool PerTopic)
{
    public override string ToString() => $"{Limit}/{Spans.Short(Window)}{(PerTopic ? " per form" : "")}";
}

/// <summary>A cell of caps: <c>1/10m per form; 3/1d</c>; <c>disabled</c> for no cap, <c>block</c> for no mail.</summary>
public sealed partial record Caps(IReadOnlyList<Cap> List, bool Blocks)
{
    /// <summary>A cap above this could not be kept exactly in one row.</summary>
    public const int LargestLimit = 500;

    public static readonly Caps Disabled = new([], false);
    public static readonly Caps Block = new([], true);

    /// <summary>Reads a cell. Never throws; an empty cell is a problem, so that no cap is ever off by accident.</summary>
    public static bool TryParse(string? cell, [NotNullWhen(true)] out Caps? caps, [NotNullWhen(false)] out string? problem)
    {
        (caps, problem) = (null, CellText.TooLong(cell));
        if (problem is not null) return false;
        var items = CellText.Items(CellText.Fold(cell ?? "").Replace(',', ';'));
        if (items.Length == 0) problem = "no cap is written; write for example '1/10m; 3/1d', or 'disabled' for none, or 'block' for no mail at all";
        else if (items is ["disabled"]) caps = Disabled;
        else if (items is ["block"]) caps = Block;
        else caps = Read(items, out problem);
        return caps is not null;
    }

    private static Caps? Read(string[] items, out string? problem)
    {
        var list = new List<Cap>();
        problem = null;
        foreach (var item in items)
        {
            problem = ReadCap(item, list);
            if (problem is not null) return null;
        }
        return new Caps(list, false);
    }

    private static string? ReadCap(string item, List<Cap> list)
    {
        if (CapForm().Match(item) is not { Success: true } match) return $"'{item}' is not a cap; write for example '3/1d' for three in any 24 hours";
        if (!int.TryParse(match.Groups["limit"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit > LargestLimit)
            return $"'{item}' is above {LargestLimit}, the largest cap that can be kept exactly";
        if (limit == 0) return $"'{item}' could mean no limit or no mail; say 'disabled' or 'block'";
        if (!Spans.TryParse(match.Groups["window"].Value, out var window, out var problem)) return problem;
        if (window < TimeSpan.FromSeconds(1) || window > TimeSpan.FromDays(366)) return $"'{item}' has a window outside 1 second to 366 days";
        list.Add(new Cap(limit, window, match.Groups["form"].Success));
        return null;
    }

    [GeneratedRegex("^(?<limit>[0-9]+) ?(?:/|per|in) ?(?<window>.+?)(?<form> per form| form)?$", RegexOptions.CultureInvariant)]
    private static partial Regex CapForm();
}
