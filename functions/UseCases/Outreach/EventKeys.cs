using System.Globalization;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Leads;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Outreach;

/// <summary>The verification keys of the provider's event webhook: any of them will do until its end, so that a key can be replaced without a gap.</summary>
public sealed class EventKeys(IOptions<LeadRouterOptions> options, TimeProvider clock)
{
    /// <summary>How far the signed instant may be from now: an old report that was recorded cannot be played again.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    private const string Until = ";until=";

    private readonly List<(string Key, DateTimeOffset? End)> keys = [.. options.Value.SendGridEventKeys.Where(k => k.Length > 0).Select(Parse)];

    public bool IsGenuine(string? signature, string? timestamp, ReadOnlySpan<byte> body)
    {
        var now = clock.GetUtcNow();
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (Math.Abs(seconds - ((now - DateTimeOffset.UnixEpoch).TotalSeconds)) > Tolerance.TotalSeconds) return false;
        foreach (var (key, end) in keys)
            if (!(end <= now) && EventSignature.IsGenuine(key, signature, timestamp, body)) return true;
        return false;
    }

    /// <summary>What is wrong with a setting; null when it is a key.</summary>
    public static string? Problem(string setting)
    {
        var at = setting.IndexOf(Until, StringComparison.Ordinal);
        if (at >= 0 && End(setting[(at + Until.Length)..]) is null) return "what follows ;until= is an ISO 8601 instant";
        return EventSignature.IsKey(at < 0 ? setting : setting[..at]) ? null : "an event key is the base64 of a P-256 public key, as SendGrid shows it";
    }

    private static (string, DateTimeOffset?) Parse(string setting)
    {
        var at = setting.IndexOf(Until, StringComparison.Ordinal);
        return at < 0 ? (setting, null) : (setting[..at], End(setting[(at + Until.Length)..]));
    }

    private static DateTimeOffset? End(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var end) ? end : null;
}
