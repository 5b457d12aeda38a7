using System.Security.Cryptography;
using System.Text;

namespace LeadRouter.Domain.Outreach;

/// <summary>
/// The signature of the provider's event webhook: ECDSA P-256 with SHA-256 over the timestamp header and the raw body, exactly the
/// bytes that came, a final CRLF included.
/// </summary>
public static class EventSignature
{
    // A P-256 signature in DER takes at most 72 bytes, its text 96 characters.
    private const int LongestSignature = 128;
    private const int LongestTimestamp = 64;

    /// <param name="publicKey">The verification key as the provider shows it: base64 of a SubjectPublicKeyInfo, with or without PEM lines.</param>
    /// <returns>False whenever anything is missing, malformed or wrong. Never throws.</returns>
    public static bool IsGenuine(string? publicKey, string? signature, string? timestamp, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrWhiteSpace(publicKey) || signature is not { Length: > 0 and <= LongestSignature }) return false;
        if (timestamp is not { Length: > 0 and <= LongestTimestamp }) return false;
        Span<byte> der = stackalloc byte[LongestSignature];
        if (!Convert.TryFromBase64String(signature, der, out var length)) return false;
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(KeyBytes(publicKey), out _);
            if (key.KeySize != 256) return false;
            byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), .. body];
            return key.VerifyData(signed, der[..length], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Whether a text can be a verification key at all.</summary>
    public static bool IsKey(string publicKey)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(KeyBytes(publicKey), out _);
            return key.KeySize == 256;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static byte[] KeyBytes(string publicKey) => Convert.FromBase64String(string.Concat(
        publicKey.Split('\n').Select(line => line.Trim()).Where(line => !line.StartsWith("-----", StringComparison.Ordinal))));
}
