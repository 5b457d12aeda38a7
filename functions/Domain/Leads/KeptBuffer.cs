using System.Buffers;

namespace LeadRouter.Domain.Leads;

/// <summary>A buffer for bytes that are written and read at once: each thread keeps one, because growing a new one costs more than filling it.</summary>
internal static class KeptBuffer
{
    // One that had to grow beyond is not kept.
    private const int Usual = 16 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? kept;

    /// <summary>Empty, and the caller's alone until he gives it back. One that is never given back is only not reused.</summary>
    public static ArrayBufferWriter<byte> Take()
    {
        var buffer = kept ?? new ArrayBufferWriter<byte>(Usual);
        kept = null;
        return buffer;
    }

    public static void GiveBack(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > Usual) return;
        buffer.ResetWrittenCount();
        kept = buffer;
    }
}
