using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Intake;

/// <summary>
/// The id of a submission is made of what makes it the same submission, so that storing it is the idempotency check: the sender's own
/// key, else the fields within ten minutes (a double click, a form that was posted again).
/// </summary>
public static class SubmissionIds
{
    public static readonly TimeSpan SameWithin = TimeSpan.FromMinutes(10);

    private static readonly Comparison<KeyValuePair<string, IReadOnlyList<string>>> ByName = (one, other) => string.CompareOrdinal(one.Key, other.Key);

    public static LeadId OfKey(string source, string key) => Hash($"key\n{source}\n{key}");

    public static LeadId OfFields(string source, FormFields fields, DateTimeOffset now)
    {
        var text = KeptBuffer.Take();
        Encoding.UTF8.GetBytes($"fields\n{source}\n{Bucket(now)}", text);
        var sorted = fields.All.ToArray();
        Array.Sort(sorted, ByName);
        foreach (var (name, values) in sorted)
        {
            Append(text, name);
            Append(text, values.Count, "\n"u8, ""u8);
            foreach (var value in values) Append(text, value);
        }
        var id = Hash(text.WrittenSpan);
        KeptBuffer.GiveBack(text);
        return id;
    }

    /// <summary>For a body that has no readable fields.</summary>
    public static LeadId OfBytes(string source, ReadOnlySpan<byte> body, DateTimeOffset now) =>
        Hash($"bytes\n{source}\n{Bucket(now)}\n{Convert.ToHexString(SHA256.HashData(body))}");

    // With its length ahead no text can pretend to be the next field.
    private static void Append(ArrayBufferWriter<byte> text, string part)
    {
        Append(text, part.Length, "\n"u8, ":"u8);
        Encoding.UTF8.GetBytes(part, text);
    }

    private static void Append(ArrayBufferWriter<byte> text, int number, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        text.Write(before);
        number.TryFormat(text.GetSpan(11), out var length, provider: CultureInfo.InvariantCulture);
        text.Advance(length);
        text.Write(after);
    }

    private static long Bucket(DateTimeOffset now) => now.UtcTicks / SameWithin.Ticks;

    private static LeadId Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    private static LeadId Hash(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text, hash);
        return new LeadId(Base32(hash[..15]));
    }

    /// <summary>24 lower-case letters and digits, without those that people mistake for another.</summary>
    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        const string alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
        Span<char> text = stackalloc char[24];
        Span<byte> eight = stackalloc byte[8];
        for (var block = 0; block < 3; block++)
        {
            eight.Clear();
            bytes.Slice(block * 5, 5).CopyTo(eight[3..]);
            var bits = BinaryPrimitives.ReadUInt64BigEndian(eight);
            for (var i = 7; i >= 0; i--, bits >>= 5) text[block * 8 + i] = alphabet[(int)(bits & 31)];
        }
        return new string(text);
    }
}
