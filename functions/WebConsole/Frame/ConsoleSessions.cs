using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Outreach;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LeadRouter.WebConsole.Frame;

/// <summary>
/// Sign-in without a store: a signed cookie names the key that was shown, never the key itself, and is good for a working day. It ends
/// sooner when that key, or the key it was signed with, is taken out of the settings. A second cookie identifies the browser, and every
/// form carries a token made from it.
/// </summary>
public sealed class ConsoleSessions(ApiKeys keys, LinkKeys links, IOptions<LeadRouterOptions> options, TimeProvider clock)
{
    private const string SessionCookie = "lr-session";
    private const string BrowserCookie = "lr-browser";
    private static readonly TimeSpan Life = TimeSpan.FromHours(10);

    /// <summary>The role of the key that this browser signed in with; null when it did not, or not any more.</summary>
    public Access? RoleOf(HttpRequest request)
    {
        var parts = (request.Cookies[SessionCookie] ?? "").Split('.');
        if (parts.Length != 4 || links.All.FirstOrDefault(k => k.Id == parts[0]) is not { } key) return null;
        if (!Same(parts[3], Mac(key, $"session\n{parts[1]}\n{parts[2]}"))) return null;
        if (!long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var ends) || clock.GetUtcNow().ToUnixTimeSeconds() >= ends) return null;
        return keys.RoleWhere(known => Same(parts[1], PrintOf(key, known)));
    }

    /// <summary>Null when the key is not known.</summary>
    public Access? SignIn(HttpContext context, string apiKey)
    {
        if (keys.RoleOf(apiKey) is not { } role) return null;
        var signing = links.Signing;
        var print = PrintOf(signing, ApiKeys.Hash(apiKey));
        var ends = clock.GetUtcNow().Add(Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Set(context, SessionCookie, $"{signing.Id}.{print}.{ends}.{Mac(signing, $"session\n{print}\n{ends}")}");
        // Another browser id than before the sign-in, so that a form made then is worth nothing now.
        Set(context, BrowserCookie, NewBrowser());
        return role;
    }

    public void SignOut(HttpContext context)
    {
        context.Response.Cookies.Delete(SessionCookie, CookieOptions());
        Set(context, BrowserCookie, NewBrowser());
    }

    /// <summary>The token that the forms of this page carry.</summary>
    public string FormToken(HttpContext context)
    {
        var browser = context.Request.Cookies[BrowserCookie];
        if (string.IsNullOrEmpty(browser)) Set(context, BrowserCookie, browser = NewBrowser());
        return Mac(links.Signing, $"form\n{browser}");
    }

    /// <summary>The posted form was made by us, for this browser.</summary>
    public bool IsOurForm(HttpRequest request, string? token) =>
        request.Cookies[BrowserCookie] is { Length: > 0 } browser && token is not null && links.All.Any(key => Same(token, Mac(key, $"form\n{browser}")));

    internal void Set(HttpContext context, string name, string value) => context.Response.Cookies.Append(name, value, CookieOptions());

    internal CookieOptions CookieOptions() => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = "/console",
        Secure = options.Value.PublicUrl.StartsWith("https:", StringComparison.Ordinal),
    };

    private static string NewBrowser() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));

    private static string PrintOf(LinkKey key, byte[] apiKeyHash) => Mac(key, $"key\n{Convert.ToHexStringLower(apiKeyHash)}");

    private static string Mac(LinkKey key, string text) => Base64Url.EncodeToString(HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes($"console\n{text}")));

    private static bool Same(string given, string expected) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
