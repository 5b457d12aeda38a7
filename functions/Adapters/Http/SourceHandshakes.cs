using System.Security.Cryptography;
using System.Text;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>How two providers ask, before they send leads, whether this address is theirs to send to.</summary>
public sealed class SourceHandshakes(IConfigurations configurations, ISourceSecrets secrets)
{
    /// <summary>Null when it is no handshake.</summary>
    public IResult? Answer(HttpRequest request, string source)
    {
        var row = configurations.Current.Live.Sources.GetValueOrDefault(source);
        return row?.Challenge switch
        {
            SourceChallenge.Meta when Hub(request, "mode") == "subscribe" => Meta(request, row),
            SourceChallenge.LinkedIn when request.Query["challengeCode"].ToString() is { Length: > 0 } code => LinkedIn(code, row),
            _ => null,
        };
    }

    private IResult Meta(HttpRequest request, SourceRow row)
    {
        string[] tokens = row.Secret is { } name ? [.. secrets.Of($"{name}-verify"), .. secrets.Of(name)] : [];
        var challenge = Hub(request, "challenge");
        // What comes back is a text of the caller's: as plain text, no browser takes it for anything else.
        return SignatureCheck.IsOneOf(Hub(request, "verify_token"), tokens) && challenge.Length <= 256
            ? Results.Text(challenge, "text/plain", Encoding.UTF8)
            : Refused("The verify token is not the one that is set.");
    }

    private IResult LinkedIn(string code, SourceRow row) => row.Secret is { } name && secrets.Of(name) is [var secret, ..] && code.Length <= 256
        ? HttpJson.Ok(new { challengeCode = code, challengeResponse = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(code))) })
        : Refused("No secret is set that could answer the challenge.");

    private static string Hub(HttpRequest request, string name) => request.Query[$"hub.{name}"].ToString();

    private static HttpProblem Refused(string detail) => new(StatusCodes.Status403Forbidden, "challenge.refused", detail);
}
