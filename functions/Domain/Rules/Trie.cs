using System.Buffers;
using System.Numerics;

namespace LeadRouter.Domain.Rules;

/// <summary>
/// A set of words to be recognised inside a text (Aho and Corasick). The edges sit in one open-addressed table: a probe or two a
/// character, and no memory for letters that do not follow.
/// </summary>
internal sealed class Trie
{
    private readonly ulong[] keys;
    private readonly int[] targets;
    private readonly int[] setOf;
    private readonly int[] fail;
    private readonly int[] nextEnd;

    private Trie(ulong[] keys, int[] targets, int[] setOf, int[] fail, int[] nextEnd) =>
        (this.keys, this.targets, this.setOf, this.fail, this.nextEnd) = (keys, targets, setOf, fail, nextEnd);

    public bool IsEmpty => setOf.Length == 1;

    /// <summary>The sets of all words that the text starts with (read from its end: that it ends with, were they written backwards).</summary>
    public void Starts(ReadOnlySpan<char> text, bool fromEnd, RowSets sets, Span<ulong> into)
    {
        var node = 0;
        for (var i = 0; i < text.Length; i++)
        {
            node = Step(keys, targets, node, text[fromEnd ? text.Length - 1 - i : i]);
            if (node < 0) return;
            if (setOf[node] >= 0) sets.AddTo(into, setOf[node]);
        }
    }

    /// <summary>The sets of all words that are anywhere in the text; linear in the text.</summary>
    public void FindAll(ReadOnlySpan<char> text, RowSets sets, Span<ulong> into)
    {
        var words = Bits.WordsFor(setOf.Length);
        if (words <= 128)
        {
            Span<ulong> seen = stackalloc ulong[words];
            FindAll(text, seen, sets, into);
            return;
        }
        var rented = ArrayPool<ulong>.Shared.Rent(words);
        rented.AsSpan(0, words).Clear();
        FindAll(text, rented, sets, into);
        ArrayPool<ulong>.Shared.Return(rented);
    }

    private void FindAll(ReadOnlySpan<char> text, Span<ulong> seen, RowSets sets, Span<ulong> into)
    {
        var node = 0;
        foreach (var c in text)
        {
            node = Advance(node, c);
            // Once an end was reported, so were all that are nested in it.
            for (var end = setOf[node] >= 0 ? node : nextEnd[node]; end != 0 && !Bits.Has(seen, end); end = nextEnd[end])
            {
                Bits.Set(seen, end);
                sets.AddTo(into, setOf[end]);
            }
        }
    }

    private int Advance(int node, char c)
    {
        while (true)
        {
            var next = Step(keys, targets, node, c);
            if (next >= 0) return next;
            if (node == 0) return 0;
            node = fail[node];
        }
    }

    private static int Step(ulong[] keys, int[] targets, int node, char c)
    {
        var key = ((ulong)(uint)node << 16) | c;
        for (var slot = Slot(key, keys.Length); ; slot = (slot + 1) & (keys.Length - 1))
        {
            if (keys[slot] == key) return targets[slot];
            if (keys[slot] == Builder.Empty) return -1;
        }
    }

    private static int Slot(ulong key, int size) => (int)((key * 0x9E3779B97F4A7C15UL) >> (64 - BitOperations.Log2((uint)size)));

    internal sealed class Builder
    {
        public const ulong Empty = ulong.MaxValue;

        private readonly List<(int Parent, char Letter, int Depth)> nodes = [(-1, '\0', 0)];
        private readonly List<int> setOf = [-1];
        private ulong[] keys = Cleared(16);
        private int[] targets = new int[16];

        /// <summary>The set that belongs to the word: the one it has, else a new one.</summary>
        public int SetOf(string word, Func<int> newSet)
        {
            var node = 0;
            foreach (var c in word) node = Step(keys, targets, node, c) is var next && next >= 0 ? next : Grow(node, c);
            return setOf[node] >= 0 ? setOf[node] : setOf[node] = newSet();
        }

        public Trie Seal()
        {
            var trie = new Trie(keys, targets, [.. setOf], new int[nodes.Count], new int[nodes.Count]);
            foreach (var node in Enumerable.Range(1, nodes.Count - 1).OrderBy(i => nodes[i].Depth))
            {
                var (parent, letter, _) = nodes[node];
                var fail = trie.fail[node] = parent == 0 ? 0 : trie.Advance(trie.fail[parent], letter);
                trie.nextEnd[node] = setOf[fail] >= 0 ? fail : trie.nextEnd[fail];
            }
            return trie;
        }

        private int Grow(int node, char c)
        {
            nodes.Add((node, c, nodes[node].Depth + 1));
            setOf.Add(-1);
            if (nodes.Count * 2 > keys.Length) Rehash();
            Insert(((ulong)(uint)node << 16) | c, nodes.Count - 1);
            return nodes.Count - 1;
        }

        private void Insert(ulong key, int target)
        {
            var slot = Slot(key, keys.Length);
            while (keys[slot] != Empty) slot = (slot + 1) & (keys.Length - 1);
            (keys[slot], targets[slot]) = (key, target);
        }

        private void Rehash()
        {
            var (oldKeys, oldTargets) = (keys, targets);
            (keys, targets) = (Cleared(oldKeys.Length * 2), new int[oldKeys.Length * 2]);
            for (var i = 0; i < oldKeys.Length; i++)
                if (oldKeys[i] != Empty) Insert(oldKeys[i], oldTargets[i]);
        }

        private static ulong[] Cleared(int size)
        {
            var keys = new ulong[size];
            Array.Fill(keys, Empty);
            return keys;
        }
    }
}
