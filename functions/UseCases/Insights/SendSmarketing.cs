using System.Globalization;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Insights;

/// <summary>
/// Tells marketing and sales leads about the week that ended, on Monday at 08:00 UTC or as soon after as a host is there. A mail's id is its
/// week: however often this runs, and wherever it dies, a recipient gets one a week at most. One whose hand-over was cut off is not sent
/// again: it has probably arrived, and the console tells the same.
/// </summary>
public sealed class SendSmarketing(IInsights insights, IConfigurations configurations, SendMail send, IOptions<LeadRouterOptions> options, TimeProvider clock)
{
    // A mail that has to wait for longer than this is asked for again in between; the throttle answers the same.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMinutes(1);

    private DateTimeOffset? told;
    private DateTimeOffset? again;

    /// <summary>Null when nobody is to be told.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            if (options.Value.DigestTo.Count == 0) return null;
            var due = Smarketing.DueInWeekOf(clock.GetUtcNow());
            return told == due ? due.AddDays(7) : again > due ? again : due;
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (NextDue is not { } next || next > now) return;
        var due = Smarketing.DueInWeekOf(now);
        var later = await TellAsync(DateOnly.FromDateTime(due.UtcDateTime).AddDays(-7), now, ct).ConfigureAwait(false);
        if (later is null) told = due;
        again = later is { } at && at > now + ShortestPause ? at : now + ShortestPause;
    }

    /// <summary>When to try again for somebody who could not be told yet; null when everybody was.</summary>
    private async Task<DateTimeOffset?> TellAsync(DateOnly monday, DateTimeOffset now, CancellationToken ct)
    {
        var week = await insights.ReadAsync(monday, monday.AddDays(6), Smarketing.Slices, ct).ConfigureAwait(false);
        var before = await insights.ReadAsync(monday.AddDays(-7), monday.AddDays(-1), Smarketing.Slices, ct).ConfigureAwait(false);
        if (Smarketing.Of(week, before, now) is not { } digest) return null;
        var judged = monday.AddDays(6);
        var alarms = Anomalies.Of(await insights.ReadAsync(judged.AddDays(-Anomalies.DaysBefore), judged, Anomalies.Slices, ct).ConfigureAwait(false), judged).Where(a => a.Alarm).ToList();
        DateTimeOffset? later = null;
        foreach (var recipient in options.Value.DigestTo.Select(DigestRecipient.Read))
        {
            var data = SmarketingWords.Of(digest, alarms, monday, NameOf, recipient.Language);
            var id = $"smarketing-{monday.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";
            var mail = new OutgoingMail(id, "digest", "smarketing", recipient.Language, recipient.Address, null, new LeadId(id), data)
            {
                Key = $"{id}-{Hash(recipient.Address)}",
                Once = true,
            };
            if (await send.RunAsync(mail, ct).ConfigureAwait(false) is MailOutcome.Later wait && !(later < wait.At)) later = wait.At;
        }
        return later;
    }

    private string NameOf(string rep) => configurations.Current.Live.Reps.GetValueOrDefault(new RepId(rep))?.Name ?? rep;

    private static string Hash(string address) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(address)).AsSpan(0, 6));
}

/// <summary>Somebody the digest goes to: an address, with <c>es:</c> before it for Spanish.</summary>
public sealed record DigestRecipient(string Language, string Address)
{
    public static DigestRecipient Read(string setting) => setting.Split(':', 2) is [var language, var address]
        ? new DigestRecipient(language.Trim(), address.Trim())
        : new DigestRecipient("en", setting.Trim());

    /// <summary>Null when the setting can be read.</summary>
    public static string? Problem(string setting) =>
        Read(setting) is var read && read.Language is "en" or "es" && read.Address.IndexOf('@', StringComparison.Ordinal) > 0 ? null : "an address, or es: or en: and an address";
}
