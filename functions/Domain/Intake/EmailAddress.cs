using System.Globalization;

namespace LeadRouter.Domain.Intake;

/// <summary>A mail address that a server could deliver to: one @, a host name with a dot, no quoting.</summary>
public sealed record EmailAddress(string Address, string Domain)
{
    private static readonly HashSet<string> Roles =
    [
        "info", "sales", "ventas", "contact", "contacto", "kontakt", "admin", "office", "support", "hello", "hola",
        "marketing", "team", "mail", "post", "billing", "accounts", "hr", "jobs", "press", "noreply", "no-reply", "webmaster", "compras", "administracion", "rrhh", "einkauf", "buchhaltung",
    ];

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>business, free, disposable or role.</summary>
    public string Kind => DomainList.Disposable.HoldsAbove(Domain) ? "disposable" : DomainList.Free.Holds(Domain) ? "free" : Roles.Contains(Local) ? "role" : "business";

    private string Local => Address[..Address.IndexOf('@', StringComparison.Ordinal)].Split('+')[0];

    /// <summary>Null when it is no address. The address comes back in lower case, its domain in ASCII.</summary>
    public static EmailAddress? Parse(string written)
    {
        var text = written.Trim().Trim('<', '>').Trim();
        if (text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) text = text["mailto:".Length..];
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at is < 1 or > 64 || at != text.LastIndexOf('@') || text.Length > 254) return null;
        var local = text[..at];
        if (!local.All(IsLocalCharacter) || local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal)) return null;
        return HostName(text[(at + 1)..]) is { } host ? new EmailAddress($"{local.ToLowerInvariant()}@{host}", host) : null;
    }

    private static bool IsLocalCharacter(char c) => char.IsLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal);

    private static string? HostName(string written)
    {
        if (!written.Contains('.', StringComparison.Ordinal)) return null;
        try
        {
            var ascii = Idn.GetAscii(written.TrimEnd('.')).ToLowerInvariant();
            return ascii.Length <= 253 && ascii.Split('.')[^1] is { Length: >= 2 } top && !top.All(char.IsAsciiDigit) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
