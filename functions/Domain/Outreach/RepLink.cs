using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Outreach;

/// <summary>What the page behind a link in a rep's mail may do.</summary>
public enum RepAction
{
    Accept,
    Reject,
    Contacted,
    Qualified,
    Disqualified,

    /// <summary>Takes an accept back.</summary>
    UndoAccept,

    /// <summary>Says whether the lead was a good one.</summary>
    Rate,

    /// <summary>The rep's own page: it belongs to no lead.</summary>
    MyLeads,
}

/// <summary>A signed, expiring, single-purpose permission: this rep, this lead, this attempt, this action.</summary>
public sealed record RepLink(LeadId Lead, RepId Rep, int Attempt, RepAction Action, DateTimeOffset Expires);

/// <summary>What a token turned out to be.</summary>
public abstract record RepLinkReading
{
    public sealed record Valid(RepLink Link) : RepLinkReading;

    public sealed record Expired(RepLink Link) : RepLinkReading;

    /// <summary>Made here, with a key that is no longer in use.</summary>
    public sealed record Retired(RepLink Link) : RepLinkReading;

    /// <summary>Forged or damaged.</summary>
    public sealed record Invalid : RepLinkReading;
}

/// <summary>A key that links are signed with; its id stands in every token, so that keys can be rotated.</summary>
public sealed record LinkKey(string Id, byte[] Secret)
{
    /// <summary>
    /// A secret that outlives all keys and proves no more than that a token was made here: by it a token of a retired key is told from a
    /// forged one. Null: such a token counts as forged.
    /// </summary>
    public byte[]? Issuer { get; init; }
}

/// <summary>Makes and reads the tokens of reps' links: <c>{key id}.{claims}.{mac}</c>, URL-safe.</summary>
public static class RepLinks
{
    // Longer than any token of ours; reading more would only cost time.
    private const int MaxToken = 600;
    private const int SealBytes = 8;

    public static string Sign(RepLink link, LinkKey key)
    {
        var claims = string.Create(CultureInfo.InvariantCulture, $"{link.Lead}\n{link.Rep}\n{link.Attempt}\n{link.Action}\n{link.Expires.ToUnixTimeSeconds()}");
        var body = $"{key.Id}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{body}.{Base64Url.EncodeToString([.. Mac(body, key.Secret), .. Seal(body, key.Issuer)])}";
    }

    /// <summary>Never throws, whatever the token is.</summary>
    public static RepLinkReading Read(string token, IReadOnlyList<LinkKey> keys, DateTimeOffset now)
    {
        var parts = token.Length > MaxToken ? [] : token.Split('.');
        if (parts.Length != 3) return new RepLinkReading.Invalid();
        var (body, mac, issuer) = ($"{parts[0]}.{parts[1]}", Decode(parts[2]), keys[0].Issuer);
        // Another spelling of the same bytes is not the token that was signed.
        if (mac.Length < HMACSHA256.HashSizeInBytes || Base64Url.EncodeToString(mac) != parts[2]) return new RepLinkReading.Invalid();
        if (!CryptographicOperations.FixedTimeEquals(mac.AsSpan(HMACSHA256.HashSizeInBytes), Seal(body, issuer))) return new RepLinkReading.Invalid();
        if (keys.FirstOrDefault(k => k.Id == parts[0]) is not { } key) return issuer is null ? new RepLinkReading.Invalid() : new RepLinkReading.Retired(ClaimsIn(parts[1]));
        if (!CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, HMACSHA256.HashSizeInBytes), Mac(body, key.Secret))) return new RepLinkReading.Invalid();
        var link = ClaimsIn(parts[1]);
        return link.Expires < now ? new RepLinkReading.Expired(link) : new RepLinkReading.Valid(link);
    }

    private static RepLink ClaimsIn(string part)
    {
        var claims = Encoding.UTF8.GetString(Decode(part)).Split('\n');
        return new RepLink(
            new LeadId(claims[0]),
            new RepId(claims[1]),
            int.Parse(claims[2], CultureInfo.InvariantCulture),
            Enum.Parse<RepAction>(claims[3]),
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(claims[4], CultureInfo.InvariantCulture)));
    }

    private static byte[] Mac(string body, byte[] secret) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(body));

    private static ReadOnlySpan<byte> Seal(string body, byte[]? issuer) => issuer is null ? [] : Mac(body, issuer).AsSpan(0, SealBytes);

    private static byte[] Decode(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
