using System.Security.Cryptography;
using System.Text;
using LeadRouter.Adapters.Providers;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Tests.World;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeadRouter.UseCases.Tests;

/// <summary>Which secret a source's deliveries are compared with, as settings change.</summary>
public sealed class SourceProofTests
{
    private static readonly SourceRow Source = A.Configuration(("Sources", ConfigRow.From("web", ("Shape", "flat"), ("Signature", "hmac-sha256; header=X-Sig; sign={body}"), ("Secret", "web")))).Live.Sources["web"];

    private readonly IConfigurationRoot settings = new ConfigurationBuilder().AddInMemoryCollection([new("web", "old-secret")]).Build();
    private readonly SourceProof proof;

    public SourceProofTests() => proof = new SourceProof(new SourceSecrets(settings), NullLogger<SourceProof>.Instance);

    [Fact]
    public void While_one_secret_replaces_another_both_are_taken_and_the_old_one_ends()
    {
        // The new one is set before the provider uses it, the old one taken out after he stopped.
        settings["web:0"] = "new-secret";
        settings["web:1"] = "old-secret";
        settings["web"] = null;
        Assert.All(new[] { "old-secret", "new-secret" }, secret => Assert.IsType<Proven.Genuine>(Prove(secret, 1)));
        settings["web:1"] = null;
        Assert.IsType<Proven.Forged>(Prove("old-secret", 1));
        Assert.IsType<Proven.Genuine>(Prove("new-secret", 1));
        Assert.Equal(1, proof.Refused["web"]);
    }

    [Fact]
    public void Without_a_secret_to_compare_with_a_person_has_to_look()
    {
        settings["web"] = "";
        Assert.StartsWith("signature.unchecked", Prove("any", 1).Doubt, StringComparison.Ordinal);
        Assert.Empty(proof.Refused);
    }

    [Fact]
    public void What_did_not_come_with_its_request_proves_nothing() => Assert.IsType<Proven.Forged>(proof.Of(Source, null, DateTimeOffset.UnixEpoch));

    private Proven Prove(string secret, int number)
    {
        var body = Encoding.UTF8.GetBytes($"{{\"n\":{number}}}");
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
        return proof.Of(Source, new SignedRequest("POST", [""], name => name == "X-Sig" ? signature : null, _ => null, "application/json", body), DateTimeOffset.UnixEpoch);
    }
}
