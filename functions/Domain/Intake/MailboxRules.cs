using System.Collections.Frozen;

namespace LeadRouter.Domain.Intake;

/// <summary>
/// Which providers deliver several spellings of an address to one mailbox: <c>gmail.com=dots,plus; outlook.com=plus</c>. Only for
/// recognising people: mail goes to the address as it was written.
/// </summary>
public sealed class MailboxRules
{
    private readonly FrozenDictionary<string, (bool Dots, bool Plus)> byDomain;

    private MailboxRules(Dictionary<string, (bool, bool)> byDomain) => this.byDomain = byDomain.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when the text is no list of rules.</summary>
    public static MailboxRules? Parse(string text)
    {
        var all = new Dictionary<string, (bool, bool)>(StringComparer.OrdinalIgnoreCase);
        foreach (var rule in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (rule.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } domain, { Length: > 0 } words]) return null;
            var known = words.Split(',', StringSplitOptions.TrimEntries);
            if (known.Any(w => w is not ("dots" or "plus"))) return null;
            all[domain] = (known.Contains("dots"), known.Contains("plus"));
        }
        return new MailboxRules(all);
    }

    /// <summary>The one spelling that stands for all of a mailbox.</summary>
    /// <param name="address">Cleaned already: lower case, its domain in ASCII.</param>
    public string Canonical(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 1 || !byDomain.TryGetValue(address[(at + 1)..], out var rule)) return address;
        var local = address[..at];
        if (rule.Plus && local.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus) local = local[..plus];
        if (rule.Dots) local = local.Replace(".", "", StringComparison.Ordinal);
        var domain = address[(at + 1)..];
        return $"{local}@{(domain == "googlemail.com" ? "gmail.com" : domain)}";
    }
}
