using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>The provider's signing key in the hands of a test.</summary>
internal sealed class ReportKey : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Public => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    /// <summary>A report as the provider posts it, signed over the raw bytes.</summary>
    public HttpRequestMessage Sign(byte[] body, DateTimeOffset at)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = key.SignData([.. Encoding.UTF8.GetBytes(timestamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Post(body, Convert.ToBase64String(signature), timestamp);
    }

    public static HttpRequestMessage Post(byte[] body, string? signature, string? timestamp)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/events/sendgrid") { Content = content };
        if (signature is not null) request.Headers.TryAddWithoutValidation("X-Twilio-Email-Event-Webhook-Signature", signature);
        if (timestamp is not null) request.Headers.TryAddWithoutValidation("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        return request;
    }

    public void Dispose() => key.Dispose();
}
