using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LeadRouter.Domain.Intake;

/// <summary>What a sender signed, as far as it can be seen.</summary>
/// <param name="Urls">The address that was called, in every form that the sender may have written it.</param>
/// <param name="Header">The value of a header; null when it was not sent.</param>
public sealed record SignedRequest(string Method, IEnumerable<string> Urls, Func<string, string?> Header, Func<string, string?> Query, string? ContentType, ReadOnlyMemory<byte> Body);

/// <summary>Whether a request comes from who knows one of the source's secrets. Every comparison takes the same time whatever is wrong.</summary>
public static class SignatureCheck
{
    private const string Id = "webhook-id";
    private const string Timestamp = "webhook-timestamp";
    private const string Signature = "webhook-signature";

    // Later than any second of our time and earlier than any millisecond.
    private const long FirstMillisecond = 100_000_000_000;

    /// <param name="secrets">Several while one replaces another.</param>
    public static bool Accepts(SignatureScheme scheme, SignedRequest request, IReadOnlyList<string> secrets, DateTimeOffset now) => scheme switch
    {
        SignatureScheme.None => true,
        SignatureScheme.SharedSecret shared => IsOneOf(Sent(shared, request), secrets),
        SignatureScheme.Hmac hmac => Accepts(hmac, request, secrets, now),
        SignatureScheme.StandardWebhooks standard => Accepts(standard, request, secrets, now),
        _ => false,
    };

    /// <summary>In constant time, whichever of them it is.</summary>
    public static bool IsOneOf(string? sent, IReadOnlyList<string> secrets)
    {
        if (string.IsNullOrEmpty(sent)) return false;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(sent));
        return secrets.Aggregate(false, (found, secret) => found | CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(secret))));
    }

    private static string? Sent(SignatureScheme.SharedSecret shared, SignedRequest request) => shared.In switch
    {
        SecretPlace.Header => request.Header(shared.Name),
        SecretPlace.Query => request.Query(shared.Name),
        _ => BodySecret.Find(request.ContentType, request.Body.Span, shared.Name),
    };

    private static bool Accepts(SignatureScheme.Hmac scheme, SignedRequest request, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        if (request.Header(scheme.Header) is not { } header) return false;
        var parts = scheme.Part is null ? [] : Parts(header);
        var timestamp = scheme.Timestamp is not { } name ? null : parts.FirstOrDefault(p => p.Key == name).Value ?? request.Header(name);
        if (scheme.Timestamp is not null && !IsFresh(timestamp, scheme.Tolerance, now)) return false;
        string[] sent = scheme.Part is { } part ? [.. parts.Where(p => p.Key == part).Select(p => p.Value)] : [header];
        var id = scheme.Id is { } idHeader ? request.Header(idHeader) : null;
        var accepted = false;
        foreach (var url in scheme.Sign.Contains(new SignedPart.Field(SignedField.Url)) ? request.Urls : [""])
        {
            var signed = Signed(scheme.Sign, request, url, timestamp, id);
            foreach (var secret in secrets)
            {
                var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
                foreach (var text in sent) accepted |= IsWritten(hash, text, scheme.Prefix, scheme.Encode);
            }
        }
        return accepted;
    }

    private static bool Accepts(SignatureScheme.StandardWebhooks scheme, SignedRequest request, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        var (id, timestamp, signatures) = (request.Header(Id), request.Header(Timestamp), request.Header(Signature));
        if (id is null || signatures is null || !IsFresh(timestamp, scheme.Tolerance, now)) return false;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. request.Body.Span];
        var accepted = false;
        foreach (var secret in secrets)
        {
            var hash = HMACSHA256.HashData(StandardSecret(secret), signed);
            foreach (var text in signatures.Split(' ')) accepted |= IsWritten(hash, text, "v1,", SignatureEncoding.Base64);
        }
        return accepted;
    }

    private static byte[] StandardSecret(string secret)
    {
        const string prefix = "whsec_";
        if (!secret.StartsWith(prefix, StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(secret);
        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[prefix.Length..], bytes, out var length) ? bytes[..length] : Encoding.UTF8.GetBytes(secret);
    }

    // The texts are compared and not the bytes that they decode to: a decoder forgives what somebody else wrote.
    private static bool IsWritten(byte[] hash, string text, string prefix, SignatureEncoding encoding) => encoding == SignatureEncoding.Base64
        ? Same(prefix + Convert.ToBase64String(hash), text)
        : Same(prefix + Convert.ToHexStringLower(hash), text) | Same(prefix + Convert.ToHexString(hash), text);

    private static bool Same(string expected, string sent) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(sent));

    private static bool IsFresh(string? text, TimeSpan tolerance, DateTimeOffset now)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && (now - instant).Duration() <= tolerance;
        var milliseconds = number >= FirstMillisecond ? number : number * 1000;
        return Math.Abs(now.ToUnixTimeMilliseconds() - milliseconds) <= tolerance.TotalMilliseconds;
    }

    private static byte[] Signed(IReadOnlyList<SignedPart> sign, SignedRequest request, string url, string? timestamp, string? id)
    {
        var signed = new List<byte>(request.Body.Length + 256);
        foreach (var part in sign)
        {
            switch (part)
            {
                case SignedPart.Literal literal:
                    signed.AddRange(Encoding.UTF8.GetBytes(literal.Text));
                    break;
                case SignedPart.Field { Name: SignedField.Body }:
                    signed.AddRange(request.Body.Span);
                    break;
                case SignedPart.Field field:
                    signed.AddRange(Encoding.UTF8.GetBytes(Text(field.Name, request, url, timestamp, id)));
                    break;
            }
        }
        return [.. signed];
    }

    private static string Text(SignedField field, SignedRequest request, string url, string? timestamp, string? id) => field switch
    {
        SignedField.Timestamp => timestamp ?? "",
        SignedField.Id => id ?? "",
        SignedField.Method => request.Method,
        SignedField.Url => url,
        _ => "",
    };

    private static List<KeyValuePair<string, string>> Parts(string header) =>
    [
        .. header.Split(',').Select(p => p.Split('=', 2)).Where(p => p.Length == 2).Select(p => KeyValuePair.Create(p[0].Trim(), p[1].Trim())),
    ];
}
