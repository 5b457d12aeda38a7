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
}

/// <summary>A signed, expiring, single-purpose permission: this rep, this lead, this attempt, this action.</summary>
public sealed record RepLink(LeadId Lead, RepId Rep, int Attempt, RepAction Action, DateTimeOffset Expires);

/// <summary>What a token turned out to be.</summary>
public abstract record RepLinkReading
{
    public sealed record Valid(RepLink Link) : RepLinkReading;

    public sealed record Expired(RepLink Link) : RepLinkReading;

    /// <summary>Forged, damaged, or signed with a key that was retired.</summary>
    public sealed record Invalid : RepLinkReading;
}

/// <summary>A key that links are signed with; its id stands in every token, so that keys can be rotated.</summary>
public sealed record LinkKey(string Id, byte[] Secret);

/// <summary>Makes and reads the tokens of reps' links: <c>{key id}.{claims}.{mac}</c>, URL-safe.</summary>
public static class RepLinks
{
    // Longer than any token of ours; reading more would only cost time.
    private const int MaxToken = 600;

    public static string Sign(RepLink link, LinkKey key)
    {
        var claims = string.Create(CultureInfo.InvariantCulture, $"{link.Lead}\n{link.Rep}\n{link.Attempt}\n{link.Action}\n{link.Expires.ToUnixTimeSeconds()}");
        var body = $"{key.Id}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{body}.{Base64Url.EncodeToString(Mac(body, key))}";
    }

    /// <summary>Never throws, whatever the token is.</summary>
    public static RepLinkReading Read(string token, IReadOnlyList<LinkKey> keys, DateTimeOffset now)
    {
        var parts = token.Length > MaxToken ? [] : token.Split('.');
        if (parts.Length != 3 || keys.FirstOrDefault(k => k.Id == parts[0]) is not { } key) return new RepLinkReading.Invalid();
        if (!CryptographicOperations.FixedTimeEquals(Decode(parts[2]), Mac($"{parts[0]}.{parts[1]}", key))) return new RepLinkReading.Invalid();
        // Another spelling of the same bytes is not the token that was signed.
        if (Base64Url.EncodeToString(Decode(parts[2])) != parts[2]) return new RepLinkReading.Invalid();
        var claims = Encoding.UTF8.GetString(Decode(parts[1])).Split('\n');
        var link = new RepLink(
            new LeadId(claims[0]),
            new RepId(claims[1]),
            int.Parse(claims[2], CultureInfo.InvariantCulture),
            Enum.Parse<RepAction>(claims[3]),
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(claims[4], CultureInfo.InvariantCulture)));
        return link.Expires < now ? new RepLinkReading.Expired(link) : new RepLinkReading.Valid(link);
    }

    private static byte[] Mac(string body, LinkKey key) => HMACSHA256.HashData(key.Secret, Encoding.ASCII.GetBytes(body));

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
