using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace LeadRouter.Domain.Outreach;

internal sealed class ByteWriter(int capacity)
{
    private readonly ArrayBufferWriter<byte> buffer = new(capacity);

    public byte[] ToArray() => buffer.WrittenSpan.ToArray();

    public void Byte(byte value) => Span(1)[0] = value;

    public void Short(short value) => BinaryPrimitives.WriteInt16LittleEndian(Span(2), value);

    public void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Span(4), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Span(8), value);

    /// <summary>Milliseconds; null is the smallest number.</summary>
    public void Instant(DateTimeOffset? at) => Long(at is { } value ? Millis.Floor(value) : long.MinValue);

    public void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Short((short)bytes.Length);
        bytes.CopyTo(Span(bytes.Length));
    }

    public void List<T>(ImmutableArray<T> items, Action<ByteWriter, T> write)
    {
        Short((short)items.Length);
        foreach (var item in items) write(this, item);
    }

    private Span<byte> Span(int size)
    {
        var span = buffer.GetSpan(size)[..size];
        buffer.Advance(size);
        return span;
    }
}

internal delegate T ReadItem<out T>(ref ByteReader from);

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Past the end, or at nonsense, it fails and reads zeros from there on.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private ReadOnlySpan<byte> rest = bytes;

    public bool Failed { get; private set; }

    public readonly bool AtEnd => rest.IsEmpty;

    public void Fail()
    {
        Failed = true;
        rest = [];
    }

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public short Short() => Take(2) is { Length: 2 } taken ? BinaryPrimitives.ReadInt16LittleEndian(taken) : (short)0;

    public int Int() => Take(4) is { Length: 4 } taken ? BinaryPrimitives.ReadInt32LittleEndian(taken) : 0;

    public long Long() => Take(8) is { Length: 8 } taken ? BinaryPrimitives.ReadInt64LittleEndian(taken) : 0;

    public DateTimeOffset? Instant()
    {
        var millis = Long();
        if (millis == long.MinValue) return null;
        if (millis >= Earliest && millis <= Latest) return DateTimeOffset.FromUnixTimeMilliseconds(millis);
        Fail();
        return null;
    }

    public string Text() => Encoding.UTF8.GetString(Take(Short()));

    public ImmutableArray<T> List<T>(ReadItem<T> read)
    {
        var count = Short();
        if (count < 0) Fail();
        if (Failed) return [];
        var items = ImmutableArray.CreateBuilder<T>(count);
        for (var i = 0; i < count && !Failed; i++) items.Add(read(ref this));
        return items.DrainToImmutable();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > rest.Length)
        {
            Fail();
            return [];
        }
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
