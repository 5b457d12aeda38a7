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
        var role = RoleOf(key);
        if (role == Access.Editor || role == access) return null;
        return role == Access.Viewer
            ? new HttpProblem(StatusCodes.Status403Forbidden, "key.role", "This key may look but not change; an editor key is needed.")
            : new HttpProblem(StatusCodes.Status401Unauthorized, "key.unknown", "This key is not known.");
    }

    /// <summary>Null when the key is not known.</summary>
    public Access? RoleOf(string key)
    {
        var hash = Hash(key);
        return RoleWhere(known => CryptographicOperations.FixedTimeEquals(hash, known));
    }

    /// <summary>The highest role with a key whose hash passes the test. Every key is tested, so that time does not tell which one came close.</summary>
    public Access? RoleWhere(Func<byte[], bool> test)
    {
        var isEditor = editors.Aggregate(false, (found, known) => found | test(known));
        var isViewer = viewers.Aggregate(false, (found, known) => found | test(known));
        return isEditor ? Access.Editor : isViewer ? Access.Viewer : null;
    }

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static byte[][] Hashes(IEnumerable<string> keys) => [.. keys.Where(k => k.Length > 0).Select(Hash)];
}
