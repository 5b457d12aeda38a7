using System.Security.Cryptography;
using System.Text;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Leads;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Outreach;

/// <summary>The keys of links in mails: the first signs, all of them are read, so that a key can be retired after its links expired.</summary>
public sealed class LinkKeys(IOptions<LeadRouterOptions> options)
{
    public IReadOnlyList<LinkKey> All { get; } = [.. options.Value.LinkKeys.Select(Parse).Select(key => key with { Issuer = IssuerOf(options.Value) })];

    public LinkKey Signing => All[0];

    private static byte[] IssuerOf(LeadRouterOptions options) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.HashSecret), "link issuer"u8);

    private static LinkKey Parse(string setting)
    {
        var colon = setting.IndexOf(':', StringComparison.Ordinal);
        return new LinkKey(setting[..colon], Encoding.UTF8.GetBytes(setting[(colon + 1)..]));
    }

    /// <summary>What is wrong with a setting; null when it is a key.</summary>
    public static string? Problem(string setting)
    {
        var colon = setting.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || setting[..colon].Any(c => !char.IsAsciiLetterOrDigit(c))) return "a link key is written id:secret, the id of letters and digits";
        return setting.Length - colon - 1 < 16 ? "the secret of a link key has at least 16 characters" : null;
    }
}
