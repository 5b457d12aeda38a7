using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Intake;

public class SignatureParserTests
{
    [Theory]
    [InlineData("none", "None { }")]
    [InlineData("secret; in=body; name=google_key", "SharedSecret { In = Body, Name = google_key }")]
    [InlineData("standard-webhooks", "StandardWebhooks { Tolerance = 00:05:00 }")]
    public void Simple_schemes(string text, string shown) =>
        Assert.Equal(shown, SignatureParser.Parse(text, i => Assert.Fail(i.Message))!.ToString());

    [Fact]
    public void An_hmac_scheme_reads_all_its_parts()
    {
        var hmac = Assert.IsType<SignatureScheme.Hmac>(SignatureParser.Parse(
            "hmac-sha256; header=X-Sig; part=v1; timestamp=t; sign=v0:{timestamp}.{body}; encode=base64; prefix=sha256=; tolerance=60", i =>
                Assert.Fail(i.Message)));
        Assert.Equal(("X-Sig", "v1", "t", null, SignatureEncoding.Base64, "sha256=", 60),
            (hmac.Header, hmac.Part, hmac.Timestamp, hmac.Id, hmac.Encode, hmac.Prefix, (int)hmac.Tolerance.TotalSeconds));
        Assert.Equal([new SignedPart.Literal("v0:"), new SignedPart.Field(SignedField.Timestamp), new SignedPart.Literal("."),
            new SignedPart.Field(SignedField.Body)], hmac.Sign);
    }

    [Theory]
    [InlineData("hmac", "hmac-sha256", 2)]
    [InlineData("hmac-sha265; header=X; sign={body}", "hmac-sha256", 1)]
    [InlineData("hmac-sha256; heder=X; sign={body}", null, 2)]
    [InlineData("hmac-sha256; header=X; sign={bdy}", "{body}", 1)]
    [InlineData("hmac-sha256; header=X; sign={timestamp}.{body}", "timestamp=X-Timestamp", 1)]
    [InlineData("hmac-sha256; header=X; sign={method}", "sign={body}", 1)]
    [InlineData("hmac-sha256; header=X; sign={body}; encode=base46", "base64", 1)]
    [InlineData("hmac-sha256; header=X; sign={body}; tolerance=soon", null, 1)]
    [InlineData("secret; in=haeder; name=k", "header", 1)]
    [InlineData("secret; in=header", null, 1)]
    public void A_scheme_that_cannot_be_read_is_reported(string text, string? suggestion, int most)
    {
        var issues = new List<CellIssue>();
        Assert.Null(SignatureParser.Parse(text, issues.Add));
        Assert.InRange(issues.Count, 1, most);
        if (suggestion is not null && suggestion != "hmac-sha256") Assert.Equal(suggestion, issues[0].Suggestion);
    }

    [Fact]
    public void Reading_a_scheme_never_throws() =>
        Gen.OneOf(Gen.OneOf("hmac-sha256", "secret", ";", "=", "{", "}", "body", "sign", "header", "x", "timestamp", "{1}", "\0").List[0, 12]
            .Select(string.Concat), Gen.String)
            .Sample(
                text =>
                {
                    var issues = 0;
                    return SignatureParser.Parse(text, _ => issues++) is null == issues > 0;
                },
                iter: 20_000);
}
