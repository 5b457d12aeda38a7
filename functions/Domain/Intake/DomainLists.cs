using System.Collections.Concurrent;
using System.Text;

namespace LeadRouter.Domain.Intake;

/// <summary>A sorted list of domains that comes with the program. Searched where it lies: no table of a hundred thousand texts is built.</summary>
internal sealed class DomainList
{
    public static readonly DomainList PublicSuffixes = new("public-suffixes.txt");
    public static readonly DomainList Free = new("free-domains.txt");
    public static readonly DomainList Disposable = new("disposable-domains.txt");

    private readonly Lazy<byte[]> text;

    private DomainList(string name) => text = new Lazy<byte[]>(() => Load(name));

    public bool Holds(string domain)
    {
        var wanted = Encoding.UTF8.GetBytes(domain);
        var all = text.Value.AsSpan();
        var (low, high) = (0, all.Length);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var start = all[..middle].LastIndexOf((byte)'\n') + 1;
            var end = start + all[start..].IndexOf((byte)'\n');
            var order = all[start..end].SequenceCompareTo(wanted);
            if (order == 0) return true;
            if (order < 0) low = end + 1;
            else high = start;
        }
        return false;
    }

    /// <summary>The domain itself or one that it lies below.</summary>
    public bool HoldsAbove(string domain)
    {
        for (var rest = domain; rest.Contains('.', StringComparison.Ordinal); rest = rest[(rest.IndexOf('.', StringComparison.Ordinal) + 1)..])
            if (Holds(rest)) return true;
        return false;
    }

    private static byte[] Load(string name)
    {
        using var stream = typeof(DomainList).Assembly.GetManifestResourceStream($"LeadRouter.Domain.Intake.Data.{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>The part of a host name that somebody registered: <c>acme.co.uk</c> of <c>mail.acme.co.uk</c>.</summary>
public static class RegistrableDomain
{
    private const int MostKept = 16_384;

    private static readonly ConcurrentDictionary<string, string?> Kept = new(StringComparer.Ordinal);

    // The dictionary's own count takes all of its locks.
    private static int kept;

    /// <param name="host">Lower case, in ASCII.</param>
    /// <returns>Null when the host is a public suffix itself, under which everybody can register.</returns>
    public static string? Of(string host)
    {
        // Companies come again, and the list is searched up to eighteen times for each.
        if (Kept.TryGetValue(host, out var known)) return known;
        if (Interlocked.Increment(ref kept) > MostKept)
        {
            Kept.Clear();
            Volatile.Write(ref kept, 0);
        }
        return Kept[host] = Searched(host);
    }

    private static string? Searched(string host)
    {
        var labels = host.Split('.');
        var suffix = SuffixLabels(labels);
        return labels.Length > suffix ? string.Join('.', labels[^(suffix + 1)..]) : null;
    }

    private static int SuffixLabels(string[] labels)
    {
        for (var count = Math.Min(labels.Length, 6); count > 0; count--)
        {
            var name = string.Join('.', labels[^count..]);
            if (DomainList.PublicSuffixes.Holds("!" + name)) return count - 1;
            if (DomainList.PublicSuffixes.Holds(name)) return count;
            if (count > 1 && DomainList.PublicSuffixes.Holds("*." + string.Join('.', labels[^(count - 1)..]))) return count;
        }
        // A top-level domain that the list does not know is a suffix all the same.
        return 1;
    }
}
