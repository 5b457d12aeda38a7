namespace LeadRouter.Domain.Rules;

/// <summary>
/// Many sets of row numbers, each kept the shorter way: few rows as a list, many as words. A set's number is its place in the order
/// of <see cref="Builder.New"/>.
/// </summary>
internal sealed class RowSets
{
    private readonly int[] starts;
    private readonly int[] rows;
    private readonly int[] denseAt;
    private readonly ulong[] dense;
    private readonly int words;

    private RowSets(int[] starts, int[] rows, int[] denseAt, ulong[] dense, int words) =>
        (this.starts, this.rows, this.denseAt, this.dense, this.words) = (starts, rows, denseAt, dense, words);

    public void AddTo(Span<ulong> into, int set)
    {
        if (denseAt[set] >= 0)
        {
            Bits.Or(into, dense.AsSpan(denseAt[set], words));
            return;
        }
        for (var i = starts[set]; i < starts[set + 1]; i++) Bits.Set(into, rows[i]);
    }

    internal sealed class Builder(int rowCount)
    {
        private readonly List<List<int>> sets = [];

        public int New()
        {
            sets.Add(new List<int>(1));
            return sets.Count - 1;
        }

        public void Add(int set, int row)
        {
            if (sets[set] is { Count: > 0 } rows && rows[^1] == row) return;
            sets[set].Add(row);
        }

        public RowSets Build()
        {
            var words = Bits.WordsFor(rowCount);
            // A list costs a store a row, words a vector step for four: past a quarter the words win, and take no more room than twice the list.
            var isDense = sets.Select(set => set.Count > Math.Max(8, words / 4)).ToArray();
            var starts = new int[sets.Count + 1];
            var denseAt = new int[sets.Count];
            var dense = new ulong[isDense.Count(d => d) * words];
            var next = 0;
            for (var i = 0; i < sets.Count; i++)
            {
                starts[i + 1] = starts[i] + (isDense[i] ? 0 : sets[i].Count);
                denseAt[i] = isDense[i] ? next : -1;
                if (!isDense[i]) continue;
                foreach (var row in sets[i]) Bits.Set(dense.AsSpan(next, words), row);
                next += words;
            }
            return new RowSets(starts, [.. sets.Where((_, i) => !isDense[i]).SelectMany(set => set)], denseAt, dense, words);
        }
    }
}
