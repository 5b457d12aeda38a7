using System.Buffers.Binary;
using System.Text;

namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>A row's properties as bytes: a format number, then name, type and value of each.</summary>
internal static class RowCodec
{
    private const byte Format = 1;

    // Seven bits a byte.
    private const int LongestCount = 5;

    private enum Kind : byte
    {
        Text = 1,
        False = 2,
        True = 3,
        Int = 4,
        Long = 5,
        Double = 6,
        Date = 7,
        Binary = 8,
    }

    /// <summary>The most bytes that the properties take.</summary>
    public static int MostBytes(IReadOnlyDictionary<string, object> properties)
    {
        var most = 1 + LongestCount;
        foreach (var (name, value) in properties)
            most += MostBytes(name) + 1 + MostBytes(value);
        return most;
    }

    /// <summary>Writes the properties; the answer is how many bytes they took.</summary>
    public static int Encode(IReadOnlyDictionary<string, object> properties, Span<byte> into)
    {
        var at = new Writer(into);
        at.Byte(Format);
        at.Count(properties.Count);
        foreach (var (name, value) in properties)
        {
            at.Text(name);
            at.Value(value);
        }

        return at.Length;
    }

    public static Dictionary<string, object> Decode(ReadOnlySpan<byte> data)
    {
        var at = Start(data, out var count);
        var properties = new Dictionary<string, object>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            properties[at.Text()] = at.Value();
        return properties;
    }

    /// <summary>Only these properties, as far as the row has them; the others are passed over.</summary>
    public static Dictionary<string, object> Decode(ReadOnlySpan<byte> data, Columns columns)
    {
        var at = Start(data, out var count);
        var properties = new Dictionary<string, object>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            if (columns.Named(at.Bytes()) is { } wanted)
                properties[wanted] = at.Value();
            else
                at.PassValue();
        }

        return properties;
    }

    private static Reader Start(ReadOnlySpan<byte> data, out int count)
    {
        var at = new Reader(data);
        if (at.Byte() != Format)
            throw new StorageUnavailableException("A row was written in a format that this version does not know.");
        count = at.Count();
        return at;
    }

    /// <summary>Names of properties as the rows have them.</summary>
    public sealed class Columns(IReadOnlyList<string> names)
    {
        private readonly (string Name, byte[] Bytes)[] all = [.. names.Select(name => (name, Encoding.UTF8.GetBytes(name)))];

        /// <summary>The column of that name; null when it is not wanted.</summary>
        public string? Named(ReadOnlySpan<byte> name)
        {
            foreach (var column in all)
            {
                if (name.SequenceEqual(column.Bytes))
                    return column.Name;
            }

            return null;
        }
    }

    private static int MostBytes(string text) => LongestCount + Encoding.UTF8.GetByteCount(text);

    private static int MostBytes(object value) => value switch
    {
        string text => MostBytes(text),
        byte[] bytes => LongestCount + bytes.Length,
        _ => 8,
    };

    private ref struct Writer(Span<byte> buffer)
    {
        private readonly Span<byte> buffer = buffer;
        private int length;

        public readonly int Length => length;

        public void Byte(byte value) => buffer[length++] = value;

        public void Count(int value)
        {
            var rest = (uint)value;
            for (; rest >= 0x80; rest >>= 7)
                Byte((byte)(rest | 0x80));
            Byte((byte)rest);
        }

        /// <summary>UTF-8, in which a lone surrogate becomes U+FFFD.</summary>
        public void Text(string text)
        {
            Count(Encoding.UTF8.GetByteCount(text));
            length += Encoding.UTF8.GetBytes(text, buffer[length..]);
        }

        public void Value(object value)
        {
            switch (value)
            {
                case string text:
                    Byte((byte)Kind.Text);
                    Text(text);
                    break;
                case bool flag:
                    Byte((byte)(flag ? Kind.True : Kind.False));
                    break;
                case int number:
                    Byte((byte)Kind.Int);
                    BinaryPrimitives.WriteInt32LittleEndian(Take(4), number);
                    break;
                case long number:
                    Byte((byte)Kind.Long);
                    BinaryPrimitives.WriteInt64LittleEndian(Take(8), number);
                    break;
                case double number:
                    Byte((byte)Kind.Double);
                    BinaryPrimitives.WriteDoubleLittleEndian(Take(8), number);
                    break;
                case DateTimeOffset date:
                    Byte((byte)Kind.Date);
                    BinaryPrimitives.WriteInt64LittleEndian(Take(8), date.UtcTicks);
                    break;
                case byte[] bytes:
                    Byte((byte)Kind.Binary);
                    Count(bytes.Length);
                    bytes.CopyTo(Take(bytes.Length));
                    break;
                default:
                    throw new ArgumentException($"A table cannot hold a {value.GetType().Name}.", nameof(value));
            }
        }

        private Span<byte> Take(int count)
        {
            length += count;
            return buffer.Slice(length - count, count);
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> data)
    {
        private ReadOnlySpan<byte> rest = data;

        public byte Byte() => Take(1)[0];

        public int Count()
        {
            var value = 0;
            for (var shift = 0; ; shift += 7)
            {
                var next = Byte();
                value |= (next & 0x7f) << shift;
                if (next < 0x80)
                    return value;
            }
        }

        public ReadOnlySpan<byte> Bytes() => Take(Count());

        public string Text() => Encoding.UTF8.GetString(Bytes());

        public object Value() => (Kind)Byte() switch
        {
            Kind.Text => Text(),
            Kind.False => false,
            Kind.True => true,
            Kind.Int => BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
            Kind.Long => BinaryPrimitives.ReadInt64LittleEndian(Take(8)),
            Kind.Double => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
            Kind.Date => new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(Take(8)), TimeSpan.Zero),
            Kind.Binary => Bytes().ToArray(),
            var kind => throw Unknown(kind),
        };

        public void PassValue()
        {
            switch ((Kind)Byte())
            {
                case Kind.Text or Kind.Binary:
                    Bytes();
                    break;
                case Kind.False or Kind.True:
                    break;
                case Kind.Int:
                    Take(4);
                    break;
                case Kind.Long or Kind.Double or Kind.Date:
                    Take(8);
                    break;
                case var kind:
                    throw Unknown(kind);
            }
        }

        private static StorageUnavailableException Unknown(Kind kind) => new($"A row holds a value of the unknown kind {kind}.");

        private ReadOnlySpan<byte> Take(int count)
        {
            var taken = rest[..count];
            rest = rest[count..];
            return taken;
        }
    }
}
