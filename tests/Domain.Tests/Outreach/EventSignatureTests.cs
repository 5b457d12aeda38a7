using System.Security.Cryptography;
using System.Text;
using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach;

public sealed class EventSignatureTests
{
    // The two vectors that the provider's own libraries publish.
    private const string Key = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";
    private const string Signature = "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=";
    private const string Timestamp = "1600112502";
    private const string Body =
        """[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]""" + "\r\n";

    [Fact]
    public void The_published_vectors_are_genuine()
    {
        Assert.True(EventSignature.IsGenuine(Key, Signature, Timestamp, Encoding.UTF8.GetBytes(Body)));
        Assert.True(EventSignature.IsGenuine($"-----BEGIN PUBLIC KEY-----\r\n{Key[..64]}\r\n{Key[64..]}\r\n-----END PUBLIC KEY-----\r\n", Signature,
            Timestamp, Encoding.UTF8.GetBytes(Body)));
        Assert.True(EventSignature.IsGenuine(
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==",
            "MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDWYNH2j/0=",
            "1588788367",
            """{"category":"example_payload","event":"test_event","message_id":"message_id"}"""u8));
    }

    [Fact]
    public void The_final_line_break_is_part_of_what_is_signed() =>
        Assert.False(EventSignature.IsGenuine(Key, Signature, Timestamp, Encoding.UTF8.GetBytes(Body.TrimEnd())));

    [Theory]
    [InlineData(null, Signature, Timestamp)]
    [InlineData("not a key", Signature, Timestamp)]
    [InlineData("AAAA", Signature, Timestamp)]
    [InlineData(Key, null, Timestamp)]
    [InlineData(Key, "", Timestamp)]
    [InlineData(Key, "%%%", Timestamp)]
    [InlineData(Key, "MEUCIGHQVtGj", Timestamp)]
    [InlineData(Key, Signature, null)]
    [InlineData(Key, Signature, "1600112503")]
    public void Anything_missing_malformed_or_changed_is_not_genuine(string? key, string? signature, string? timestamp) =>
        Assert.False(EventSignature.IsGenuine(key, signature, timestamp, Encoding.UTF8.GetBytes(Body)));

    [Fact]
    public void A_key_of_another_curve_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var signed = other.SignData(Encoding.UTF8.GetBytes(Timestamp + Body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        Assert.False(EventSignature.IsGenuine(Convert.ToBase64String(other.ExportSubjectPublicKeyInfo()), Convert.ToBase64String(signed), Timestamp,
            Encoding.UTF8.GetBytes(Body)));
    }

    [Fact]
    public void No_input_makes_it_throw_or_pass()
    {
        var der = Convert.FromBase64String(Signature);
        var damaged = Gen.Select(Gen.Int[0, der.Length - 1], Gen.Byte, Gen.Int[0, der.Length]).Select((at, value, cut) =>
        {
            var bytes = der.ToArray();
            bytes[at] = value;
            return bytes.AsSpan().SequenceEqual(der) ? [] : bytes[..cut];
        });
        var signature = Gen.Frequency((3, damaged.Select(Convert.ToBase64String)), (1, Gen.Byte.Array[0, 90].Select(Convert.ToBase64String)),
            (1, Gen.String));
        var key = Gen.Frequency((3, Gen.Const(Key)), (1, Gen.Byte.Array[0, 95].Select(Convert.ToBase64String)), (1, Gen.String));
        Gen.Select(key, signature, Gen.Frequency((2, Gen.Const(Timestamp)), (1, Gen.String)), Gen.Byte.Array[0, 64]).Sample(
            (k, s, t, body) => Assert.False(EventSignature.IsGenuine(k, s, t, body)), iter: 3_000, threads: 1);
    }
}
