using System.Globalization;

namespace LeadRouter.Domain.Outreach;

/// <summary>The digests of one mailbox: numbered, collecting one at a time, closed by the very write that admits them.</summary>
public static class Digests
{
    public static SendId IdOf(long number) => new(string.Create(CultureInfo.InvariantCulture, $"digest-{number}"));
}
