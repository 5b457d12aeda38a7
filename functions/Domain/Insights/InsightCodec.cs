using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace LeadRouter.Domain.Insights;

/// <summary>
/// Sheets and contributions as bytes: numbers in as few bytes as they need, because a sheet is written again with every batch of its shard.
/// A name stands once before its counts of each kind, because most of the bytes would be names. The first byte is the version of the form:
/// in the one before, a name stood at each count; what any other version wrote is refused, never misread.
/// </summary>
public static class InsightCodec
{
    private const byte Version = 2;
    private const byte NameAtEachCount = 1;

    public static byte[] Write(DaySheet sheet) => Write(sheet.Cells);

    public static byte[] Write(IReadOnlyDictionary<Cell, Tally> cells)
    {
        using var writer = new Writer();
        writer.Number(cells.Count);
        foreach (var (cell, tally) in cells)
        {
            writer.Number((byte)cell.Dimension);
            writer.Text(cell.Key);
            writer.Tally(tally);
        }
        return writer.ToArray();
    }

    public static DaySheet ReadSheet(byte[] bytes) => DaySheet.Of(ReadCells(bytes));

    public static KeyValuePair<Cell, Tally>[] ReadCells(byte[] bytes)
    {
        var reader = new Reader(bytes);
        var cells = new KeyValuePair<Cell, Tally>[reader.Number()];
        for (var i = 0; i < cells.Length; i++) cells[i] = new(new Cell((Dimension)reader.Number(), reader.Text()), reader.Tally());
        return cells;
    }

    /// <summary>Adds stored cells up without building them. Most of a year's figures are read this way, each time anew: that is quicker than to keep them.</summary>
    /// <param name="sumOf">Where a cell goes; null for nowhere.</param>
    public static void AddTo(byte[] bytes, Func<Cell, TallySum?> sumOf)
    {
        var reader = new Reader(bytes);
        for (var left = reader.Number(); left > 0; left--) reader.TallyInto(sumOf(new Cell((Dimension)reader.Number(), reader.Text())));
    }

    public static byte[] Write(Contribution contribution)
    {
        using var writer = new Writer();
        writer.Number(contribution.Day.DayNumber);
        foreach (var key in new[] { contribution.Source, contribution.Campaign, contribution.Pool, contribution.Rep, contribution.Band }) writer.Text(key);
        writer.Tally(contribution.Lead);
        writer.Number(contribution.Offers.Length);
        foreach (var offer in contribution.Offers)
        {
            writer.Text(offer.Pool);
            writer.Text(offer.Rep);
            writer.Tally(offer.Tally);
        }
        return writer.ToArray();
    }

    public static Contribution ReadContribution(byte[] bytes)
    {
        var reader = new Reader(bytes);
        var day = DateOnly.FromDayNumber((int)reader.Number());
        var (source, campaign, pool, rep, band) = (reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Text());
        var lead = reader.Tally();
        var offers = new OfferTally[reader.Number()];
        for (var i = 0; i < offers.Length; i++) offers[i] = new OfferTally(reader.Text(), reader.Text(), reader.Tally());
        return new Contribution(day, source, campaign, pool, rep, band, lead, ImmutableArray.Create(offers));
    }

    private sealed class Writer : IDisposable
    {
        private readonly MemoryStream bytes = new();

        public Writer() => bytes.WriteByte(Version);

        public void Number(long value)
        {
            for (var left = Zigzag(value); ; left >>= 7)
            {
                if (left < 0x80)
                {
                    bytes.WriteByte((byte)left);
                    return;
                }
                bytes.WriteByte((byte)(left | 0x80));
            }
        }

        public void Text(string text)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            Number(utf8.Length);
            bytes.Write(utf8);
        }

        public void Tally(Tally tally)
        {
            Number(tally.Counters.Length);
            var last = 0;
            foreach (var counter in tally.Counters)
            {
                Number(counter.Code - last);
                Number(counter.Count);
                last = counter.Code;
            }
            var names = tally.Names;
            for (var (at, end) = (0, 0); at < names.Length; at = end)
            {
                while (end < names.Length && names[end].Name == names[at].Name) end++;
                Number(end - at);
                Text(names[at].Name);
                foreach (var counter in names[at..end])
                {
                    Number((int)counter.Kind);
                    Number(counter.Count);
                }
            }
            // No name has no counts.
            Number(0);
        }

        public byte[] ToArray() => bytes.ToArray();

        public void Dispose() => bytes.Dispose();

        private static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));
    }

    /// <summary>Few names fill many cells: one text for all of them. A memo and no state: the same bytes always read as the same text.</summary>
    private static class Known
    {
        private const int LongestHashed = 8;

        private static readonly string?[] Texts = new string?[4096];

        public static string Text(ReadOnlySpan<byte> utf8)
        {
            ref var slot = ref Texts[Hash(utf8) % (uint)Texts.Length];
            return slot is { } known && Ascii.Equals(utf8, known) ? known : slot = Encoding.UTF8.GetString(utf8);
        }

        // Names differ at their ends, if anywhere.
        private static uint Hash(ReadOnlySpan<byte> utf8)
        {
            var hash = (uint)utf8.Length;
            for (var last = utf8.Length; last > 0 && last > utf8.Length - LongestHashed; last--) hash = (hash << 5) ^ (hash >> 27) ^ utf8[last - 1];
            return hash * 0x9E3779B1u >> 16;
        }
    }

    private ref struct Reader
    {
        private readonly ReadOnlySpan<byte> bytes;
        private readonly bool isNameAtEachCount;
        private int at;

        public Reader(byte[] bytes)
        {
            if (bytes is not [Version or NameAtEachCount, ..]) throw new FormatException("These figures were written by another version of the product");
            this.bytes = bytes;
            isNameAtEachCount = bytes[0] == NameAtEachCount;
            at = 1;
        }

        // Most numbers are one byte, and a year's figures are millions of them.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public long Number() => bytes[at] < 0x80 ? Signed(bytes[at++]) : LongNumber();

        private long LongNumber()
        {
            ulong value = 0;
            for (var shift = 0; ; shift += 7)
            {
                var part = bytes[at++];
                value |= (ulong)(part & 0x7f) << shift;
                if (part < 0x80) return Signed(value);
            }
        }

        private static long Signed(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

        public string Text()
        {
            var length = (int)Number();
            at += length;
            return Known.Text(bytes.Slice(at - length, length));
        }

        public Tally Tally()
        {
            var (count, code) = ((int)Number(), 0);
            var counters = new Counter[count];
            for (var i = 0; i < count; i++) counters[i] = new Counter((ushort)(code += (int)Number()), Number());
            return Insights.Tally.Of(ImmutableCollectionsMarshal.AsImmutableArray(counters), [.. Names()]);
        }

        public void TallyInto(TallySum? sum)
        {
            var code = 0;
            for (var left = Number(); left > 0; left--)
            {
                var (step, count) = ((int)Number(), Number());
                sum?.CountCode(code += step, count);
            }
            if (isNameAtEachCount)
            {
                foreach (var counter in Names()) sum?.Count(counter);
                return;
            }
            for (var kinds = Number(); kinds > 0; kinds = Number())
            {
                var name = Text();
                var counts = sum?.CountsOf(name);
                for (; kinds > 0; kinds--)
                {
                    var (kind, count) = ((int)Number(), Number());
                    if (counts is not null) counts[kind] += count;
                }
            }
        }

        private List<NamedCounter> Names()
        {
            var names = new List<NamedCounter>();
            if (isNameAtEachCount)
            {
                for (var left = Number(); left > 0; left--) names.Add(new NamedCounter((Named)Number(), Text(), Number()));
                names.Sort((a, b) => a.CompareTo(b));
                return names;
            }
            for (var kinds = Number(); kinds > 0; kinds = Number())
                for (var name = Text(); kinds > 0; kinds--) names.Add(new NamedCounter((Named)Number(), name, Number()));
            return names;
        }
    }
}
