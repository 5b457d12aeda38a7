namespace LeadRouter.Domain.Assignment;

/// <summary>Divides an amount by weights so that the parts add up to it exactly.</summary>
internal static class Shares
{
    // Rounding that always fell on the same rep would add up over a million leads. Moving the cut by multiples of the
    // golden ratio spreads it evenly: a rep's error stays within a few millionths of a lead for ever.
    private const ulong GoldenRatio = 0x9E37_79B9_7F4A_7C15;

    public static void Split(long amount, ReadOnlySpan<long> weights, long sequence, Span<long> parts)
    {
        long total = 0;
        foreach (var weight in weights) total = checked(total + weight);
        if (total <= 0) throw new ArgumentException("The weights must add up to more than zero.", nameof(weights));
        var magnitude = Math.Abs(amount);
        var offset = (long)Math.BigMul(unchecked((ulong)sequence * GoldenRatio), (ulong)total, out _);
        var fits = magnitude <= (long.MaxValue - offset) / total;
        long cumulative = 0, given = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            cumulative += weights[i];
            var upToHere = fits
                ? (magnitude * cumulative + offset) / total
                : (long)(((UInt128)magnitude * (ulong)cumulative + (ulong)offset) / (ulong)total);
            parts[i] = amount < 0 ? given - upToHere : upToHere - given;
            given = upToHere;
        }
    }
}
