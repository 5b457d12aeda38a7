using System.Security.Cryptography;
using System.Text;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Intake;

/// <summary>The builder that docs/sources.md makes up: its delivery under its row, as they stand there.</summary>
public sealed class SourcesDocTests
{
    private const string Time = "1772445667";

    private static readonly string Doc = File.ReadAllText(Path.Combine(Rules.SampleConfig.Folder, "..", "..", "docs", "sources.md"));

    [Fact]
    public void The_row_reads_the_delivery_as_a_lead()
    {
        var form = Assert.Single(Assert.IsType<Delivery.Forms>(SubmissionReader.Read(Row(), "application/json", Encoding.UTF8.GetBytes(Block("json")))).All);
        var lead = Cleaning.Clean(form.Fields, "formatura", "ES").Attributes;
        Assert.Equal(("s-81", "Ada Fielding", "ada@northwind.example", "SSO", "s-81"), (form.Key, lead["FullName"], lead["Email"], lead["Product"], lead["ExternalId"]));
    }

    [Fact]
    public void And_accepts_its_signature_and_no_other()
    {
        var body = Encoding.UTF8.GetBytes(Block("json"));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData("a secret"u8, Encoding.UTF8.GetBytes($"{Time}.{Block("json")}")));
        Assert.True(Accepts($"v1={signature}"));
        Assert.False(Accepts(signature[..^1]));
        Assert.False(Accepts($"v1={(signature[0] == 'a' ? 'b' : 'a')}{signature[1..]}"));

        bool Accepts(string header)
        {
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Formatura-Time"] = Time, ["X-Formatura-Signature"] = header };
            var request = new SignedRequest("POST", ["https://leads.example/api/leads/formatura"], headers.GetValueOrDefault, _ => null, "application/json", body);
            return SignatureCheck.Accepts(Row().Scheme, request, ["a secret"], DateTimeOffset.FromUnixTimeSeconds(1772445667 + 60));
        }
    }

    private static SourceRow Row()
    {
        var (rows, problems) = ConfigCsv.Read("Sources", Block("csv"));
        Assert.Empty(problems);
        var (live, faults) = LiveConfig.Read(Rules.SampleConfig.Load().With("Sources", rows));
        Assert.True(live is not null, string.Join(Environment.NewLine, faults));
        return live.Sources["formatura"];
    }

    /// <summary>What stands between the fences of the only block of this language.</summary>
    private static string Block(string language)
    {
        var from = Doc.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return Doc[from..Doc.IndexOf("\n```", from, StringComparison.Ordinal)];
    }
}
