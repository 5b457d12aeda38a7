namespace LeadRouter.Domain.Rules;

/// <summary>Every score should have a band, every band a score.</summary>
internal static class BandLint
{
    public static IEnumerable<Problem> Check(IReadOnlyList<BandRow> bands)
    {
        if (bands.Count == 0) yield break;
        foreach (var gap in Gaps(bands)) yield return Linter.Warning(TableShapes.Bands, "", "", "band.gap", "", gap);
        List<BandRow> tried = [.. bands.OrderBy(b => b.Key, StringComparer.Ordinal)];
        for (var i = 1; i < tried.Count; i++)
            if (tried.Take(i).FirstOrDefault(b => Within(tried[i], b)) is { } by)
                yield return Linter.Warning(TableShapes.Bands, tried[i].Key, "", "row.shadowed", "",
                    $"No lead gets this band: {by.Key} holds all of its scores and is tried first.");
    }

    private static IEnumerable<string> Gaps(IReadOnlyList<BandRow> bands)
    {
        List<BandRow> byStart = [.. bands.OrderBy(b => b.From ?? decimal.MinValue)];
        if (byStart[0].From is { } first) yield return $"No band holds scores below {first}; leave From empty in the lowest.";
        var reach = byStart[0].To;
        foreach (var band in byStart.Skip(1))
        {
            if (reach is null) yield break;
            if (band.From > reach)
                yield return $"No band holds scores between {reach} and {band.From}; scores have decimals, so let one end where the next begins.";
            if (band.To is null || band.To > reach) reach = band.To;
        }
        if (reach is not null) yield return $"No band holds scores above {reach}; leave To empty in the highest.";
    }

    private static bool Within(BandRow inner, BandRow outer) =>
        (outer.From is null || inner.From >= outer.From) && (outer.To is null || inner.To <= outer.To);
}
