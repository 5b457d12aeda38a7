using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>
/// Sends what a colleague's cap held back as one mail. Its leads are read when it leaves, so that it shows only what is still true; the
/// write that lets it go closes it, so that whatever is merged later opens the next. A mail has an end, however much there is to tell: it
/// shows the first ones, and says how many more there are.
/// </summary>
public sealed class SendDigest(SendMail send, IMailStore mails, ILeadStore leads, IConfigurations configurations, AnswerLinks links) : IEffectHandler
{
    private const int ReadAtOnce = 16;

    // As many as the rep's own page. Mail programs cut off a mail of more than 100 KB, providers refuse one of 30 MB.
    private const int MostShown = 50;

    // The mail has to leave while its slot is held, however many are no longer worth telling.
    private const int MostLooked = 500;

    public IReadOnlyList<Type> Handles => [typeof(Effect.SendDigest)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        var digest = (Effect.SendDigest)call.Pending.Effect;
        var mailbox = mails.IdOf(digest.Address);
        var reader = digest.Reader is { } id ? configurations.Current.Live.Reps.GetValueOrDefault(id) : null;
        var mail = new OutgoingMail(
            Digests.IdOf(digest.Number).Value, "digest", "digest", reader?.Language ?? "en", digest.Address, reader?.Name, call.Lead.Id, new Dictionary<string, object?>())
        {
            Key = $"{Digests.IdOf(digest.Number)}-{mailbox.Value[..12]}",
        };
        var outcome = await send.RunAsync(mail, ct, compose => ComposeAsync(mail, mailbox, digest.Number, reader, call.Lead.Life.LastActivity, compose)).ConfigureAwait(false);
        if (outcome is not MailOutcome.Later) await mails.ClearAsync(mailbox, digest.Number, ct).ConfigureAwait(false);
        return outcome is MailOutcome.Refused
            ? EffectResult.Done
            : MailEnds.ResultOf(outcome, mail, $"digest to {reader?.Id.Value ?? "the house queue"}", new StoryLine("mailed", $"digest to {reader?.Id.Value ?? "the house queue"}"));
    }

    /// <summary>Null when nothing of it is worth telling any more.</summary>
    private async Task<OutgoingMail?> ComposeAsync(OutgoingMail mail, MailboxId mailbox, long number, RepRow? reader, DateTimeOffset since, CancellationToken ct)
    {
        var lines = new List<Dictionary<string, object?>>();
        var items = await mails.ItemsAsync(mailbox, number, ct).ConfigureAwait(false);
        var looked = 0;
        while (looked < Math.Min(items.Count, MostLooked) && lines.Count < MostShown)
        {
            var some = items.Skip(looked).Take(Math.Min(ReadAtOnce, MostShown - lines.Count)).ToList();
            lines.AddRange((await Task.WhenAll(some.Select(item => LineAsync(item, reader, ct))).ConfigureAwait(false)).OfType<Dictionary<string, object?>>());
            looked += some.Count;
        }
        var more = items.Count - looked;
        if (lines.Count + more == 0) return null;
        var data = new Dictionary<string, object?> { ["rep"] = reader?.Name, ["count"] = lines.Count + more, ["items"] = lines };
        if (more > 0)
        {
            data["more"] = more;
            data["myUrl"] = reader is null ? null : links.Mine(reader.Id, since);
        }
        return mail with { Data = data };
    }

    private async Task<Dictionary<string, object?>?> LineAsync(DigestItem item, RepRow? reader, CancellationToken ct)
    {
        if ((await leads.OpenAsync(item.Lead, ct).ConfigureAwait(false))?.Record is not { } lead || !IsStillTrue(item, lead)) return null;
        var line = LeadData.Of(lead, reader);
        line[item.Template] = true;
        line["late"] = item.Late is { } late ? configurations.Current.Live.Reps.GetValueOrDefault(late)?.Name ?? late.Value : null;
        if (reader is not null && item is { Attempt: { } attempt, Late: null }) links.AddTo(line, lead, reader.Id, attempt);
        return line;
    }

    private static bool IsStillTrue(DigestItem item, LeadRecord lead) =>
        item.Attempt is not { } attempt || (lead.Life.Attempt == attempt && lead.Life.Status.IsOpen() && (item.Late is not null || lead.Life.Owner == item.Reader));
}
