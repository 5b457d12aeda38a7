using System.Numerics;
using System.Runtime.InteropServices;

namespace LeadRouter.Domain.Rules;

/// <summary>Sets of row numbers as words of 64 bits.</summary>
internal static class Bits
{
    public static int WordsFor(int rows) => (rows + 63) >> 6;

    public static void Set(Span<ulong> set, int row) => set[row >> 6] |= 1UL << row;

    public static void Flip(Span<ulong> set, int row) => set[row >> 6] ^= 1UL << row;

    public static bool Has(ReadOnlySpan<ulong> set, int row) => (set[row >> 6] & (1UL << row)) != 0;

    public static int First(ReadOnlySpan<ulong> set)
    {
        var word = set.IndexOfAnyExcept(0UL);
        return word < 0 ? -1 : (word << 6) + BitOperations.TrailingZeroCount(set[word]);
    }

    public static int Count(ReadOnlySpan<ulong> set)
    {
        var count = 0;
        foreach (var word in set) count += BitOperations.PopCount(word);
        return count;
    }

    public static void Or(Span<ulong> into, ReadOnlySpan<ulong> other)
    {
        var wide = MemoryMarshal.Cast<ulong, Vector<ulong>>(into);
        var wideOther = MemoryMarshal.Cast<ulong, Vector<ulong>>(other);
        for (var i = 0; i < wide.Length; i++) wide[i] |= wideOther[i];
        for (var i = wide.Length * Vector<ulong>.Count; i < into.Length; i++) into[i] |= other[i];
    }

    /// <summary><c>into &amp;= (a ^ b)</c>; answers whether anything is left.</summary>
    public static bool AndXor(Span<ulong> into, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        var wide = MemoryMarshal.Cast<ulong, Vector<ulong>>(into);
        var wideA = MemoryMarshal.Cast<ulong, Vector<ulong>>(a);
        var wideB = MemoryMarshal.Cast<ulong, Vector<ulong>>(b);
        var left = Vector<ulong>.Zero;
        for (var i = 0; i < wide.Length; i++) left |= wide[i] &= wideA[i] ^ wideB[i];
        var any = left != Vector<ulong>.Zero;
        for (var i = wide.Length * Vector<ulong>.Count; i < into.Length; i++) any |= (into[i] &= a[i] ^ b[i]) != 0;
        return any;
    }

    public static bool And(Span<ulong> into, ReadOnlySpan<ulong> other)
    {
        var wide = MemoryMarshal.Cast<ulong, Vector<ulong>>(into);
        var wideOther = MemoryMarshal.Cast<ulong, Vector<ulong>>(other);
        var left = Vector<ulong>.Zero;
        for (var i = 0; i < wide.Length; i++) left |= wide[i] &= wideOther[i];
        var any = left != Vector<ulong>.Zero;
        for (var i = wide.Length * Vector<ulong>.Count; i < into.Length; i++) any |= (into[i] &= other[i]) != 0;
        return any;
    }

    /// <summary>Calls back in ascending order for each row of the set.</summary>
    public static void ForEach(ReadOnlySpan<ulong> set, Action<int> row)
    {
        for (var w = 0; w < set.Length; w++)
            for (var word = set[w]; word != 0; word &= word - 1)
                row((w << 6) + BitOperations.TrailingZeroCount(word));
    }
}
