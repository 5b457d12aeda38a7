using System.Collections.Immutable;

namespace LeadRouter.Adapters.Tables;

/// <summary>How often each day's sheet of a shard was changed.</summary>
internal sealed record SheetVersions(ImmutableSortedDictionary<DateOnly, int> Changes)
{
    private static readonly SheetVersions None = new(ImmutableSortedDictionary<DateOnly, int>.Empty);

    public static SheetVersions In(IReadOnlyDictionary<string, object>? row)
    {
        if (row is null) return None;
        var changes = ImmutableSortedDictionary.CreateBuilder<DateOnly, int>();
        using var reader = new BinaryReader(new MemoryStream((byte[])row["Data"]));
        for (var (left, day) = (reader.Read7BitEncodedInt(), 0); left > 0; left--)
            changes[DateOnly.FromDayNumber(day += reader.Read7BitEncodedInt())] = reader.Read7BitEncodedInt();
        return new SheetVersions(changes.ToImmutable());
    }

    public SheetVersions Changed(IEnumerable<DateOnly> days) =>
        new(days.Aggregate(Changes, (changes, day) => changes.SetItem(day, changes.GetValueOrDefault(day) + 1)));

    public Dictionary<string, object> Row()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write7BitEncodedInt(Changes.Count);
        var last = 0;
        foreach (var (day, count) in Changes)
        {
            writer.Write7BitEncodedInt(day.DayNumber - last);
            writer.Write7BitEncodedInt(count);
            last = day.DayNumber;
        }
        writer.Flush();
        return new Dictionary<string, object> { ["Data"] = bytes.ToArray() };
    }
}
