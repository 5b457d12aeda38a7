using System.Security.Cryptography;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// The last writes of a row, newest first, as the row itself remembers them: one token a write, in a property that callers never see.
/// It is how a writer whose reply was lost finds its own write again, even below the writes of others.
/// </summary>
internal readonly record struct WriteHistory
{
    public const string Property = "_writes";

    /// <summary>What the property takes of a row's 1 MiB.</summary>
    public const int RowBytes = 8 + 2 * 7 + 4 + 2 * Depth * TokenChars;

    private const int Depth = 8;
    private const int TokenChars = 10;

    private readonly string? stored;

    private WriteHistory(string tokens) => stored = tokens;

    // All have one length, so that they need nothing between them.
    private string Tokens => stored ?? "";

    /// <summary>Whether older writes may have been forgotten.</summary>
    private bool Full => Tokens.Length >= Depth * TokenChars;

    public static string NewToken() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", TokenChars);

    public static WriteHistory StartedBy(string token) => new(token);

    public static WriteHistory Of(TableRow row) => Parse(row.Text(Property));

    /// <summary>The history that <see cref="Remembered"/> put into an ETag, and the engine's own ETag without it.</summary>
    public static (string ETag, WriteHistory History) Recall(string etag)
    {
        var end = etag.LastIndexOf('|');
        return end < 0 ? (etag, default) : (etag[..end], Parse(etag[(end + 1)..]));
    }

    /// <summary>An ETag that carries the history to the next write of the row, which has no other way to know it.</summary>
    public string Remembered(string etag) => $"{etag}|{Tokens}";

    public WriteHistory FollowedBy(string token) => new(token + (Full ? Tokens[..((Depth - 1) * TokenChars)] : Tokens));

    public bool IsLatest(string token) => Tokens.StartsWith(token, StringComparison.Ordinal);

    public bool Has(string token)
    {
        for (var at = 0; at < Tokens.Length; at += TokenChars)
        {
            if (Tokens.AsSpan(at, TokenChars).SequenceEqual(token))
                return true;
        }

        return false;
    }

    /// <summary>Whether this history goes on from that one, so that it names every write since.</summary>
    public bool Continues(WriteHistory earlier) => earlier.Tokens.Length > 0 && Has(earlier.Tokens[..TokenChars]);

    /// <summary>Whether this history names every write since the row was inserted.</summary>
    public bool IsWhole => Tokens.Length > 0 && !Full;

    public override string ToString() => Tokens;

    // Rows are edited by hand and ETags come back from outside: what is no history counts as none.
    private static WriteHistory Parse(string? tokens) =>
        tokens is { Length: <= Depth * TokenChars } && tokens.Length % TokenChars == 0 ? new(tokens) : default;
}
