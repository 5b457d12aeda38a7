using System.Security.Cryptography;
using System.Text;
using LeadRouter.UseCases.Leads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LeadRouter.Adapters.Http;

/// <summary>Who may use a route.</summary>
public enum Access
{
    Anyone,
    Viewer,
    Editor,
}

/// <summary>Checks the <c>x-api-key</c> header against the keys of both roles, in constant time.</summary>
public sealed class ApiKeys(IOptions<LeadRouterOptions> options)
{
    public const string Header = "x-api-key";

    private readonly byte[][] viewers = Hashes(options.Value.ViewerKeys);
    private readonly byte[][] editors = Hashes(options.Value.EditorKeys);

    /// <summary>Null when the request may go on.</summary>
    public HttpProblem? Refuse(HttpRequest request, Access access)
    {
        if (access == Access.Anyone) return null;
        var key = request.Headers[Header].ToString();
        if (key.Length == 0) return new HttpProblem(StatusCodes.Status401Unauthorized, "key.missing", $"Send your key in the header {Header}.");
        var hash = Hash(key);
        var isEditor = IsOneOf(hash, editors);
        var isViewer = IsOneOf(hash, viewers);
        if (isEditor || (isViewer && access == Access.Viewer)) return null;
        return isViewer
            ? new HttpProblem(StatusCodes.Status403Forbidden, "key.role", "This key may look but not change; an editor key is needed.")
            : new HttpProblem(StatusCodes.Status401Unauthorized, "key.unknown", "This key is not known.");
    }

    private static byte[][] Hashes(IEnumerable<string> keys) => [.. keys.Where(k => k.Length > 0).Select(Hash)];

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    // Every key is compared, so that time does not tell which one came close.
    private static bool IsOneOf(byte[] hash, byte[][] known) => known.Aggregate(false, (found, k) => found | CryptographicOperations.FixedTimeEquals(hash, k));
}
