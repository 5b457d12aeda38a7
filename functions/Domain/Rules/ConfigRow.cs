using System.Globalization;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>
/// A row as people edit it: a key and cells of text. Column names are found in any case and spelling (<c>half_life_days</c> is
/// <c>HalfLifeDays</c>); a blank cell is no cell; what only the store or a tool writes (<c>Timestamp</c>, <c>odata.*</c>, <c>*@type</c>)
/// is not a cell.
/// </summary>
public sealed class ConfigRow : IEquatable<ConfigRow>
{
    public const string DefaultPartition = "default";

    private readonly ConfigCell[] cells;

    private ConfigRow(string partitionKey, string rowKey, ConfigCell[] cells) =>
        (PartitionKey, RowKey, this.cells) = (partitionKey, rowKey, cells);

    public string PartitionKey { get; }

    public string RowKey { get; }

    /// <summary>Ordered by folded column name.</summary>
    public IReadOnlyList<ConfigCell> Cells => cells;

    public string? this[string column]
    {
        get
        {
            var folded = AttributeNames.Fold(column);
            foreach (var cell in cells)
                if (cell.Folded == folded) return cell.Text;
            return null;
        }
    }

    /// <summary>Values may be text, number, boolean or date, as different tools store them; of two spellings of one column the last wins.</summary>
    public static ConfigRow From(string rowKey, IEnumerable<KeyValuePair<string, object?>> values, string partitionKey = DefaultPartition)
    {
        var byName = new SortedDictionary<string, ConfigCell>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            if (IsSystemColumn(name)) continue;
            var folded = AttributeNames.Fold(name);
            if (TextOf(value).Trim() is { Length: > 0 } text) byName[folded] = new ConfigCell(name.Trim(), folded, text);
            else byName.Remove(folded);
        }
        return new ConfigRow(partitionKey, rowKey.Trim(), [.. byName.Values]);
    }

    public static ConfigRow From(string rowKey, params (string Column, object? Value)[] cells) =>
        From(rowKey, cells.Select(c => KeyValuePair.Create(c.Column, c.Value)));

    public static bool IsSystemColumn(string name) =>
        name.Length == 0 || name.Contains('@', StringComparison.Ordinal) || name.StartsWith("odata.", StringComparison.OrdinalIgnoreCase)
        || AttributeNames.Fold(name) is "partitionkey" or "rowkey" or "timestamp" or "etag";

    /// <summary><c>^[a-z0-9][a-z0-9._-]{0,62}$</c>: readable, stable, and legal as a key in every store.</summary>
    public static bool IsKey(string rowKey) =>
        rowKey.Length is >= 1 and <= 63 && rowKey[0] is not ('.' or '_' or '-')
        && rowKey.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '_' or '-');

    public bool Equals(ConfigRow? other) =>
        other is not null && PartitionKey == other.PartitionKey && RowKey == other.RowKey
        && cells.Length == other.cells.Length
            && cells.Zip(other.cells).All(pair => pair.First.Folded == pair.Second.Folded && pair.First.Text == pair.Second.Text);

    public override bool Equals(object? obj) => Equals(obj as ConfigRow);

    public override int GetHashCode() => HashCode.Combine(PartitionKey, RowKey, cells.Length);

    public override string ToString() => $"{RowKey} {{ {string.Join(", ", cells.Select(c => $"{c.Name} = {c.Text}"))} }}";

    internal static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "TRUE" : "FALSE",
        double number => Unambiguous(number.ToString("0.###############", CultureInfo.InvariantCulture)),
        float number => Unambiguous(number.ToString("0.#######", CultureInfo.InvariantCulture)),
        decimal number => Unambiguous(number.ToString("0.###############", CultureInfo.InvariantCulture)),
        DateTimeOffset time => TextOf(time.UtcDateTime),
        DateTime time => time.TimeOfDay == TimeSpan.Zero
            ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // A stored number is no sheet's text: three decimals must not come to read as thousands under a decimal comma.
    private static string Unambiguous(string invariant) =>
        invariant.Length - invariant.IndexOf('.', StringComparison.Ordinal) == 4 && invariant.Contains('.', StringComparison.Ordinal)
            ? invariant + "0"
            : invariant;
}

/// <param name="Folded">The name as columns are compared; see <see cref="AttributeNames.Fold"/>.</param>
public readonly record struct ConfigCell(string Name, string Folded, string Text);
