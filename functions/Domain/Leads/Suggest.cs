namespace LeadRouter.Domain.Leads;

/// <summary>"Did you mean": the nearest of the known words, by edit distance over folded texts.</summary>
public static class Suggest
{
    /// <summary>Null when nothing is near: at most a third of the letters may differ, and at most three.</summary>
    public static string? Nearest(string typed, IEnumerable<string> known)
    {
        var folded = Folding.Fold(typed);
        if (folded.Length is < 2 or > 64) return null;
        var most = Math.Clamp(folded.Length / 3, 1, 3);
        return known
            .Select(word => (word, distance: Distance(folded, Folding.Fold(word), most)))
            .Where(candidate => candidate.distance <= most)
            .OrderBy(candidate => candidate.distance)
            .ThenBy(candidate => Math.Abs(candidate.word.Length - typed.Length))
            .ThenBy(candidate => candidate.word, StringComparer.Ordinal)
            .Select(candidate => candidate.word)
            .FirstOrDefault();
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours; anything above <paramref name="most"/> reads as one more.</summary>
    internal static int Distance(string a, string b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most) return most + 1;
        var before = new int[b.Length + 1];
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, previous) = (previous, row);
        }
        return Math.Min(previous[b.Length], most + 1);
    }
}
