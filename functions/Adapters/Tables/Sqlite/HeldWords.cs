using System.Text;

namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>Looks for words in the bytes of a store's file, whatever page they stand in and whether it is used.</summary>
internal static class HeldWords
{
    private const int Chunk = 1 << 20;

    public static async Task<bool> AnyAsync(string path, IReadOnlyCollection<string> words, CancellationToken ct)
    {
        var sought = words.Where(w => w.Length > 0).Select(Encoding.UTF8.GetBytes).ToList();
        var overlap = sought.Select(w => w.Length).DefaultIfEmpty(1).Max() - 1;
        var buffer = new byte[overlap + Chunk];
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        for (var kept = 0; ;)
        {
            var read = await file.ReadAsync(buffer.AsMemory(kept), ct);
            if (read == 0) return false;
            var held = kept + read;
            if (sought.Exists(word => buffer.AsSpan(0, held).IndexOf(word) >= 0)) return true;
            // A word may lie across two pieces.
            kept = Math.Min(overlap, held);
            buffer.AsSpan(held - kept, kept).CopyTo(buffer);
        }
    }
}
