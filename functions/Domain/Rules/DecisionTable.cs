using System.Buffers;
using System.Numerics;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>A row's conditions; a column that is not among them accepts everything.</summary>
public sealed record TableRow(string RowKey, IReadOnlyList<Condition> Conditions);

/// <summary>Why a row did not match: the first of its cells that refused, and what the lead says there (null: nothing).</summary>
public readonly record struct FailedCell(string Row, string Attribute, string Test, string? Value);

/// <summary>
/// Rows of conditions, compiled once: a lead is read once a column, whatever the number of rows, and the columns' sets of rows are
/// intersected. Rows keep their order; the caller sorts by priority first. Immutable, shared by threads, no allocation a lead.
/// </summary>
public sealed class DecisionTable
{
    private const int WordsOnStack = 256;

    private readonly TableRow[] rows;
    private readonly CompiledColumn[] columns;
    private readonly ulong[] all;

    private DecisionTable(TableRow[] rows, CompiledColumn[] columns, ulong[] all) =>
        (this.rows, this.columns, this.all) = (rows, columns, all);

    public IReadOnlyList<TableRow> Rows => rows;

    /// <summary>The attributes that the table reads.</summary>
    public IEnumerable<string> Attributes => columns.Select(c => c.Attribute);

    /// <summary>The length of a set of this table's rows, 64 to a word.</summary>
    public int Words => all.Length;

    public static DecisionTable Compile(IEnumerable<TableRow> tableRows, NumberLocale locale)
    {
        TableRow[] rows = [.. tableRows];
        var builders = new Dictionary<string, CompiledColumn.Builder>(StringComparer.Ordinal);
        for (var row = 0; row < rows.Length; row++)
            foreach (var condition in rows[row].Conditions)
            {
                if (condition.Test.IsAny) continue;
                if (!builders.TryGetValue(condition.Folded, out var column))
                    builders[condition.Folded] = column = new CompiledColumn.Builder(condition.Attribute, rows.Length, locale);
                column.Add(row, condition.Test);
            }
        var all = new ulong[Bits.WordsFor(rows.Length)];
        for (var row = 0; row < rows.Length; row++) Bits.Set(all, row);
        return new DecisionTable(rows, [.. builders.Values.Select(b => b.Build())], all);
    }

    /// <summary>The first row that accepts the lead, -1 if none does.</summary>
    public int First(LeadAttributes lead)
    {
        if (Words > WordsOnStack)
        {
            var rented = ArrayPool<ulong>.Shared.Rent(Words);
            var found = Match(lead, rented.AsSpan(0, Words)) ? Bits.First(rented.AsSpan(0, Words)) : -1;
            ArrayPool<ulong>.Shared.Return(rented);
            return found;
        }
        Span<ulong> matches = stackalloc ulong[Words];
        return Match(lead, matches) ? Bits.First(matches) : -1;
    }

    /// <summary>Overwrites the set with all rows that accept the lead; answers whether there is one.</summary>
    public bool Match(LeadAttributes lead, Span<ulong> matches)
    {
        if (Words > WordsOnStack)
        {
            var rented = ArrayPool<ulong>.Shared.Rent(2 * Words);
            var any = Match(lead, matches[..Words], rented.AsSpan(0, Words), rented.AsSpan(Words, Words));
            ArrayPool<ulong>.Shared.Return(rented);
            return any;
        }
        Span<ulong> room = stackalloc ulong[2 * Words];
        return Match(lead, matches[..Words], room[..Words], room[Words..]);
    }

    /// <summary>The numbers of all rows that accept the lead, ascending.</summary>
    public IReadOnlyList<int> Matches(LeadAttributes lead)
    {
        var set = new ulong[Words];
        Match(lead, set);
        return Numbers(set);
    }

    /// <summary>As <see cref="Matches(LeadAttributes)"/>, with the reason for every other row.</summary>
    public TableExplanation Explain(LeadAttributes lead)
    {
        var left = all.ToArray();
        var found = new ulong[Words];
        var spare = new ulong[Words];
        var refusedBy = new short[rows.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            columns[c].Find(lead.Values(columns[c].Folded), found, spare);
            for (var w = 0; w < found.Length; w++)
            {
                var refused = left[w] & ~(found[w] ^ columns[c].Negated[w]);
                left[w] &= ~refused;
                for (; refused != 0; refused &= refused - 1) refusedBy[(w << 6) + BitOperations.TrailingZeroCount(refused)] = (short)(c + 1);
            }
        }
        return new TableExplanation(Numbers(left), Failures(lead, refusedBy));
    }

    private List<FailedCell> Failures(LeadAttributes lead, short[] refusedBy)
    {
        string?[] values = [.. columns.Select(c => lead[c.Folded])];
        var failures = new List<FailedCell>(refusedBy.Length);
        for (var row = 0; row < refusedBy.Length; row++)
            if (refusedBy[row] - 1 is var c and >= 0)
                failures.Add(new FailedCell(rows[row].RowKey, columns[c].Attribute, TextOf(rows[row], columns[c].Folded), values[c]));
        return failures;
    }

    private bool Match(LeadAttributes lead, Span<ulong> matches, Span<ulong> found, Span<ulong> spare)
    {
        all.CopyTo(matches);
        var any = rows.Length > 0;
        foreach (var column in columns)
        {
            if (!any) return false;
            column.Find(lead.Values(column.Folded), found, spare);
            any = Bits.AndXor(matches, found, column.Negated);
        }
        return any;
    }

    private static string TextOf(TableRow row, string folded)
    {
        // By index: an enumerator would be allocated for every row.
        for (var i = 0; i < row.Conditions.Count; i++)
            if (row.Conditions[i].Folded == folded) return row.Conditions[i].Test.Text;
        return "";
    }

    private static List<int> Numbers(ReadOnlySpan<ulong> set)
    {
        var numbers = new List<int>(Bits.Count(set));
        for (var w = 0; w < set.Length; w++)
            for (var word = set[w]; word != 0; word &= word - 1)
                numbers.Add((w << 6) + BitOperations.TrailingZeroCount(word));
        return numbers;
    }
}

/// <param name="Matched">Row numbers, ascending.</param>
public sealed record TableExplanation(IReadOnlyList<int> Matched, IReadOnlyList<FailedCell> Failed);
