using System.Buffers;

namespace LeadRouter.Domain.Rules;

/// <summary>
/// The patterns that are neither a start, an end nor a part of a text. Each is tried only on a text that contains its longest literal,
/// so that hundreds of them cost one walk over the text.
/// </summary>
internal sealed class GlobIndex
{
    private readonly Glob[] globs;
    private readonly int[] setOf;
    private readonly Trie literals;
    private readonly RowSets globsByLiteral;
    private readonly int[] withoutLiteral;

    private GlobIndex(Glob[] globs, int[] setOf, Trie literals, RowSets globsByLiteral, int[] withoutLiteral) =>
        (this.globs, this.setOf, this.literals, this.globsByLiteral, this.withoutLiteral) = (globs, setOf, literals, globsByLiteral, withoutLiteral);

    public bool IsEmpty => globs.Length == 0;

    public void Find(ReadOnlySpan<char> value, RowSets sets, Span<ulong> found)
    {
        foreach (var i in withoutLiteral) Try(i, value, sets, found);
        var words = Bits.WordsFor(globs.Length);
        var rented = ArrayPool<ulong>.Shared.Rent(words);
        var candidates = rented.AsSpan(0, words);
        candidates.Clear();
        literals.FindAll(value, globsByLiteral, candidates);
        for (var w = 0; w < words; w++)
            for (var word = candidates[w]; word != 0; word &= word - 1)
                Try((w << 6) + System.Numerics.BitOperations.TrailingZeroCount(word), value, sets, found);
        ArrayPool<ulong>.Shared.Return(rented);
    }

    private void Try(int glob, ReadOnlySpan<char> value, RowSets sets, Span<ulong> found)
    {
        if (globs[glob].Matches(value)) sets.AddTo(found, setOf[glob]);
    }

    internal sealed class Builder
    {
        private readonly Dictionary<string, int> byPattern = new(StringComparer.Ordinal);
        private readonly List<(Glob Glob, int Set)> all = [];

        public int SetOf(Glob glob, Func<int> newSet)
        {
            if (byPattern.TryGetValue(glob.Pattern, out var known)) return all[known].Set;
            byPattern[glob.Pattern] = all.Count;
            all.Add((glob, newSet()));
            return all[^1].Set;
        }

        public GlobIndex Build()
        {
            var literals = new Trie.Builder();
            var byLiteral = new RowSets.Builder(all.Count);
            var without = new List<int>();
            for (var i = 0; i < all.Count; i++)
            {
                if (all[i].Glob.LongestLiteral is { Length: > 0 } literal) byLiteral.Add(literals.SetOf(literal, byLiteral.New), i);
                else without.Add(i);
            }
            return new GlobIndex([.. all.Select(g => g.Glob)], [.. all.Select(g => g.Set)], literals.Seal(), byLiteral.Build(), [.. without]);
        }
    }
}
