using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>
/// The unused bytes in the middle of a page, between the pointers to its rows and the rows. SQLite overwrites what it deletes, but of rows
/// that move to another page while the tree is balanced, copies may stay here, and then outlive the rows. Layout of a page:
/// https://www.sqlite.org/fileformat2.html#b_tree_pages.
/// </summary>
/// <param name="path">A database with pages of <see cref="PageSize"/> bytes.</param>
internal sealed class PageGaps(string path) : IDisposable
{
    public const int PageSize = 4096;

    private const int PagesAtOnce = 256;
    private const int FileHeader = 100;

    // A page of the rest of a large row begins with the number of the next one, and could be taken for a page of a tree from here on.
    private const long MostBytes = 0x02000000L * PageSize;

    // When any handle to a file is closed, the system takes the locks away that SQLite has on it, so this one is closed after SQLite's.
    private readonly SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Overwrites them in the whole file, past SQLite: nobody writes meanwhile, and the log is empty. Who reads, never looks there.</summary>
    public void Clear()
    {
        if (RandomAccess.GetLength(file) >= MostBytes) throw new StorageUnavailableException($"Nothing can be erased from a store of more than {MostBytes >> 30} GiB.");
        var pages = new byte[PagesAtOnce * PageSize];
        var nothing = new byte[PageSize];
        var read = 0;
        for (long at = 0; (read = RandomAccess.Read(file, pages, at)) >= PageSize; at += read - (read % PageSize))
        {
            for (var page = 0; page + PageSize <= read; page += PageSize)
            {
                var gap = Of(pages.AsSpan(page, PageSize), header: at + page == 0 ? FileHeader : 0);
                if (HoldsText(pages.AsSpan(page, PageSize)[gap]))
                    RandomAccess.Write(file, nothing.AsSpan(gap), at + page + gap.Start.Value);
            }
        }

        RandomAccess.FlushToDisk(file);
    }

    public void Dispose() => file.Dispose();

    private static Range Of(ReadOnlySpan<byte> page, int header)
    {
        // Inner pages of an index and of a table, then leaves of them. Others have no gap: SQLite overwrites them whole.
        int? pointers = page[header] switch { 2 or 5 => header + 12, 10 or 13 => header + 8, _ => null };
        if (pointers is not { } first) return default;
        var rows = BinaryPrimitives.ReadUInt16BigEndian(page[(header + 3)..]);
        return (first + (2 * rows))..BinaryPrimitives.ReadUInt16BigEndian(page[(header + 5)..]);
    }

    // Every fourth page has what was left of pointers, two bytes each for a number below 4096. They say nothing of anybody, and of their
    // bytes no two neighbours are both this large.
    private static bool HoldsText(ReadOnlySpan<byte> gap)
    {
        const byte most = 0x0F;
        for (int at; (at = gap.IndexOfAnyExceptInRange((byte)0, most)) >= 0 && at + 1 < gap.Length; gap = gap[(at + 1)..])
            if (gap[at + 1] > most) return true;
        return false;
    }
}
