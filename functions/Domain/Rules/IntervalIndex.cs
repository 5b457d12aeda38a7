namespace LeadRouter.Domain.Rules;

/// <summary>
/// Which rows' intervals hold a value. The ends cut the line into points and gaps; walking it, rows start and stop. The set of rows is
/// kept only at every 64th start or stop, and the few flips since then are replayed: a set per gap would need megabytes.
/// </summary>
internal sealed class IntervalIndex
{
    private const int Stride = 64;

    private readonly double[] ends;
    private readonly int[] flipsUpTo;
    private readonly int[] flips;
    private readonly ulong[] snapshots;
    private readonly int words;

    private IntervalIndex(double[] ends, int[] flipsUpTo, int[] flips, ulong[] snapshots, int words) =>
        (this.ends, this.flipsUpTo, this.flips, this.snapshots, this.words) = (ends, flipsUpTo, flips, snapshots, words);

    /// <summary>Overwrites the set with the rows whose intervals hold the value.</summary>
    public void Find(double value, Span<ulong> into)
    {
        var at = Array.BinarySearch(ends, value);
        var done = flipsUpTo[at >= 0 ? 2 * at + 1 : 2 * ~at];
        snapshots.AsSpan(done / Stride * words, words).CopyTo(into);
        for (var i = done / Stride * Stride; i < done; i++) Bits.Flip(into, flips[i]);
    }

    internal sealed class Builder
    {
        private readonly List<(int Row, Span Span)> spans = [];

        public bool IsEmpty => spans.Count == 0;

        public void Add(int row, Span span)
        {
            if (!span.IsEmpty) spans.Add((row, span));
        }

        public IntervalIndex Build(int rowCount)
        {
            double[] ends = [.. spans.SelectMany(s => new[] { s.Span.From, s.Span.To }).Where(double.IsFinite).Distinct().Order()];
            // Places on the line: 0 is left of all ends, then each end and the gap after it.
            var placed = spans.Select(s => (s.Row, Start: StartOf(ends, s.Span), Stop: StopOf(ends, s.Span)));
            var flips = Merged(placed).OrderBy(f => f.Place).ThenBy(f => f.Row).ToList();
            var flipsUpTo = new int[2 * ends.Length + 1];
            foreach (var flip in flips)
                if (flip.Place < flipsUpTo.Length) flipsUpTo[flip.Place]++;
            for (var i = 1; i < flipsUpTo.Length; i++) flipsUpTo[i] += flipsUpTo[i - 1];
            int[] rows = [.. flips.Select(f => f.Row)];
            var words = Bits.WordsFor(rowCount);
            return new IntervalIndex(ends, flipsUpTo, rows, Snapshots(rows, words), words);
        }

        private static int StartOf(double[] ends, Span span) =>
            double.IsInfinity(span.From) ? 0 : 2 * Array.BinarySearch(ends, span.From) + (span.FromIncluded ? 1 : 2);

        private static int StopOf(double[] ends, Span span) =>
            double.IsInfinity(span.To) ? 2 * ends.Length + 1 : 2 * Array.BinarySearch(ends, span.To) + (span.ToIncluded ? 2 : 1);

        // Overlapping intervals of one row become one: a flip in the middle would switch it off.
        private static IEnumerable<(int Place, int Row)> Merged(IEnumerable<(int Row, int Start, int Stop)> placed)
        {
            var (row, start, stop) = (-1, 0, 0);
            foreach (var next in placed.OrderBy(p => p.Row).ThenBy(p => p.Start))
            {
                if (next.Row == row && next.Start <= stop) stop = Math.Max(stop, next.Stop);
                else
                {
                    if (row >= 0) yield return (start, row);
                    if (row >= 0) yield return (stop, row);
                    (row, start, stop) = next;
                }
            }
            if (row < 0) yield break;
            yield return (start, row);
            yield return (stop, row);
        }

        private static ulong[] Snapshots(int[] flips, int words)
        {
            var snapshots = new ulong[(flips.Length / Stride + 1) * words];
            var current = new ulong[words];
            for (var i = 0; i <= flips.Length; i++)
            {
                if (i % Stride == 0) current.CopyTo(snapshots, i / Stride * words);
                if (i < flips.Length) Bits.Flip(current, flips[i]);
            }
            return snapshots;
        }
    }
}
