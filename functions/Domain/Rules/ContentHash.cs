using System.Security.Cryptography;
using System.Text;

namespace LeadRouter.Domain.Rules;

/// <summary>SHA-256 over tables, rows and cells, each in the order of its name: what is in a version, not how it was stored.</summary>
public static class ContentHash
{
    /// <param name="live">Of the live tables, instead of the frozen ones.</param>
    public static string Of(ConfigTables tables, bool live = false)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var shape in TableShapes.All.Where(t => t.Frozen != live).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            Append(hash, 'T', shape.Name);
            foreach (var row in tables[shape.Name].OrderBy(r => r.PartitionKey, StringComparer.Ordinal).ThenBy(r => r.RowKey, StringComparer.Ordinal))
            {
                Append(hash, 'R', $"{row.PartitionKey}/{row.RowKey}");
                foreach (var cell in row.Cells)
                {
                    Append(hash, 'C', cell.Folded);
                    Append(hash, 'V', cell.Text);
                }
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // The length before each text: no two different rows may read as the same bytes.
    private static void Append(IncrementalHash hash, char kind, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(Encoding.UTF8.GetBytes($"{kind}{bytes.Length}:"));
        hash.AppendData(bytes);
    }
}
