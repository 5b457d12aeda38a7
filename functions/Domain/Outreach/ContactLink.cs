using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LeadRouter.Domain.Outreach;

/// <summary>
/// The permission behind the link in a contact's mail: to see and change what this mailbox gets. It does not expire: whoever finds an
/// old mail must still be able to say no.
/// </summary>
/// <param name="Mailbox">The keyed hash of the address: no personal data stands in the link.</param>
/// <param name="Class">The kind of mail that the link came with.</param>
public sealed record ContactLink(string Mailbox, string Class, string Language);

/// <summary>Makes and reads the tokens of contacts' links: <c>{key id}.{claims}.{mac}</c>, URL-safe.</summary>
public static class ContactLinks
{
    private const int MaxToken = 400;

    // Keeps these tokens apart from reps' tokens, which the same keys sign.
    private const string Purpose = "contact\n";

    public static string Sign(ContactLink link, LinkKey key)
    {
        var body = $"{key.Id}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{link.Mailbox}\n{link.Class}\n{link.Language}"))}";
        return $"{body}.{Base64Url.EncodeToString(Mac(body, key))}";
    }

    /// <summary>Null when it is forged, damaged, or signed with a key that was retired. Never throws, whatever the token is.</summary>
    public static ContactLink? Read(string token, IReadOnlyList<LinkKey> keys)
    {
        var parts = token.Length > MaxToken ? [] : token.Split('.');
        if (parts.Length != 3 || keys.FirstOrDefault(k => k.Id == parts[0]) is not { } key) return null;
        var mac = Base64Url.EncodeToString(Mac($"{parts[0]}.{parts[1]}", key));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(parts[2]))) return null;
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Split('\n') is [var mailbox, var mailClass, var language]
            ? new ContactLink(mailbox, mailClass, language)
            : null;
    }

    private static byte[] Mac(string body, LinkKey key) => HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes(Purpose + body));
}
