using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Rules;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Domain.Tests.Intake;

public sealed class SignatureCheckTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1772445667);

    // The first two are the vectors of the specification's own libraries.
    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}""", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("whsec_c3RhbmRhcmQtd2ViaG9va3MtdGVzdC1rZXktMDAwMQ==", "msg_01JFAKE0000000000000000000", 1772445667, null, "v1,Xe9O22IFW8+ExIc0LLiujsef2PwB9sbj6VXWvr4gABY=")]
    public void Vectors_of_standard_webhooks_pass(string secret, string id, long at, string? body, string signature)
    {
        var sent = new Sent(id, at.ToString(System.Globalization.CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(body ?? Standard.Body), signature);
        Assert.True(sent.Passes(secret, DateTimeOffset.FromUnixTimeSeconds(at)));
        Assert.True((sent with { Signature = $"v1,other {signature} v2,x" }).Passes(secret, DateTimeOffset.FromUnixTimeSeconds(at)));
        Assert.False(sent.Passes("whsec_" + Convert.ToBase64String("another secret"u8), DateTimeOffset.FromUnixTimeSeconds(at)));
    }

    [Fact]
    public void No_bit_can_be_changed()
    {
        var genuine = Standard.Sent;
        Assert.True(genuine.Passes(Standard.Secret, Now));
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4095], Gen.Int[0, 7]).Sample(
            (part, at, bit) => Assert.False(genuine.Flipped(part, at, bit).Passes(Standard.Secret, Now)),
            iter: Prove.Size(10_000, 100_000));
    }

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-299, true)]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(301, false)]
    public void Five_minutes_of_difference_are_tolerated(int seconds, bool accepted)
    {
        Assert.Equal(accepted, Standard.Sent.Passes(Standard.Secret, Now.AddSeconds(seconds)));
        var webflow = new Provider("webflow-form-submission");
        Assert.Equal(accepted, webflow.Passes(Now.AddMilliseconds(123).AddSeconds(seconds)));
    }

    [Theory]
    [InlineData("typeform")]
    [InlineData("webflow-form-submission")]
    [InlineData("hubspot-workflow")]
    [InlineData("meta-leadgen-webhook")]
    [InlineData("google-ads-lead-form")]
    public void Each_provider_is_a_row(string name)
    {
        var provider = new Provider(name);
        Assert.True(provider.Passes(Now));
        Assert.False(provider.Passes(Now, secret: "another"));
        Assert.True(provider.Passes(Now, "another", provider.Secret));
        Assert.False(provider.Passes(Now, secrets: []));
        for (var at = 0; at < provider.Body.Length; at += 97) Assert.False(provider.Flipped(at).Passes(Now) && name != "google-ads-lead-form");
    }

    [Fact]
    public void A_header_of_parts_may_hold_several_signatures()
    {
        var scheme = SignatureParser.Parse("hmac-sha256; header=X-Sig; part=v1; timestamp=t; sign={timestamp}.{body}", i => Assert.Fail(i.Message))!;
        var body = "{}"u8.ToArray();
        var hash = Convert.ToHexStringLower(HMACSHA256.HashData("secret"u8, [.. "1772445667."u8, .. body]));
        Assert.True(SignatureCheck.Accepts(scheme, Request(body, ("X-Sig", $"t=1772445667,v1=00,v1={hash}")), ["secret"], Now));
        Assert.False(SignatureCheck.Accepts(scheme, Request(body, ("X-Sig", $"t=1772445668,v1={hash}")), ["secret"], Now));
        Assert.False(SignatureCheck.Accepts(scheme, Request(body, ("X-Sig", $"v1={hash}")), ["secret"], Now));
    }

    private static SignedRequest Request(byte[] body, params (string Name, string Value)[] headers) =>
        new("POST", ["https://leads.northwind.example/api/leads/hubspot"], name => headers.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)).Value, _ => null, "application/json", body);

    private static class Standard
    {
        private static readonly JsonNode File = Provider.Read("standard-webhooks");

        public static string Body => File["request"]!["rawBody"]!.ToString();

        public static string Secret => File["signature"]!["secret"]!.ToString();

        public static Sent Sent => new("msg_01JFAKE0000000000000000000", "1772445667", Encoding.UTF8.GetBytes(Body), File["request"]!["headers"]!["webhook-signature"]!.ToString());
    }

    private sealed record Sent(string Id, string Timestamp, byte[] Body, string Signature)
    {
        public bool Passes(string secret, DateTimeOffset now) => SignatureCheck.Accepts(
            new SignatureScheme.StandardWebhooks(SignatureScheme.DefaultTolerance),
            Request(Body, ("webhook-id", Id), ("webhook-timestamp", Timestamp), ("webhook-signature", Signature)),
            [secret],
            now);

        public Sent Flipped(int part, int at, int bit) => part switch
        {
            0 => this with { Id = Flip(Id, at, bit) },
            1 => this with { Timestamp = Flip(Timestamp, at, bit) },
            2 => this with { Signature = Flip(Signature, at, bit) },
            _ => this with { Body = Flip(Body, at, bit) },
        };

        private static string Flip(string text, int at, int bit) => Encoding.Latin1.GetString(Flip(Encoding.Latin1.GetBytes(text), at, bit));

        private static byte[] Flip(byte[] bytes, int at, int bit)
        {
            byte[] flipped = [.. bytes];
            flipped[at % bytes.Length] ^= (byte)(1 << bit);
            return flipped;
        }
    }

    /// <summary>A payload under the sample's row of its source.</summary>
    private sealed class Provider(string name, byte[]? body = null)
    {
        private readonly JsonNode file = Read(name);

        public byte[] Body => body ?? Encoding.UTF8.GetBytes(file["request"]!["rawBody"]!.ToString());

        public string Secret => file["signature"]!["secret"]!.ToString();

        public static JsonNode Read(string name) => JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Payloads", $"{name}.json")))!;

        public Provider Flipped(int at)
        {
            byte[] flipped = [.. Body];
            flipped[at] ^= 1;
            return new Provider(name, flipped);
        }

        public bool Passes(DateTimeOffset now) => Passes(now, Secret);

        public bool Passes(DateTimeOffset now, string secret) => Passes(now, [secret]);

        public bool Passes(DateTimeOffset now, params string[] secrets)
        {
            var scheme = LiveConfig.Read(Rules.SampleConfig.Load()).Live!.Sources[file["source"]!.ToString()].Scheme;
            var headers = file["request"]!["headers"]!.AsObject().Select(h => (h.Key, h.Value!.ToString())).ToArray();
            return SignatureCheck.Accepts(scheme, Request(Body, headers), secrets, now);
        }
    }
}
