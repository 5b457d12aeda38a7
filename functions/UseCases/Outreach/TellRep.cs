using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Sla;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Sla;

namespace LeadRouter.UseCases.Outreach;

/// <summary>Mails to reps and managers: an offer, a reminder, a repeat enquiry, a colleague who is late.</summary>
public sealed class TellRep(SendMail send, IConfigurations configurations, OfferClocks clocks, AnswerLinks links) : IEffectHandler
{
    private static readonly Dictionary<string, object?> NoDataYet = [];

    public IReadOnlyList<Type> Handles => [typeof(Effect.NotifyRep), typeof(Effect.NotifyManager)];

    public Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct) => call.Pending.Effect switch
    {
        Effect.NotifyRep notify => TellAsync(call, notify, ct),
        Effect.NotifyManager notify => TellManagerAsync(call, notify, ct),
        var other => throw new ArgumentOutOfRangeException(nameof(call), other, "not a mail to a rep"),
    };

    private async Task<EffectResult> TellAsync(EffectCall call, Effect.NotifyRep notify, CancellationToken ct)
    {
        if (configurations.Current.Live.Reps.GetValueOrDefault(notify.Rep) is not { Email: { } address } rep) return Nobody(notify.Rep);
        var (template, mailClass) = notify.Mail switch
        {
            RepMail.Assignment => ("assignment", "assignment"),
            RepMail.Reminder => ("reminder", "sla-alert"),
            _ => ("touch", "assignment"),
        };
        var mail = new OutgoingMail(call.Id, mailClass, template, rep.Language ?? "en", address, rep.Name, call.Lead.Id, NoDataYet)
        {
            Contact = Contacts.Of(rep),
            IsFirst = call.IsFirst,
            InDigest = new DigestItem(0, new SendId(call.Id), call.Lead.Id, template, notify.Attempt, rep.Id, null),
        };
        return await SendAsync(mail, rep, () =>
        {
            var data = LeadData.Of(call.Lead, rep);
            data["shared"] = call.Lead.Life.OfferedTo.Length > 1;
            links.AddTo(data, call.Lead, notify.Rep, notify.Attempt);
            return data;
        }, ct).ConfigureAwait(false);
    }

    private async Task<EffectResult> TellManagerAsync(EffectCall call, Effect.NotifyManager notify, CancellationToken ct)
    {
        var live = configurations.Current.Live;
        var late = live.Reps.GetValueOrDefault(notify.Rep);
        if (late?.Manager is not { } key || live.Reps.GetValueOrDefault(key) is not { Email: { } address, Enabled: true } manager)
            return Nobody(notify.Rep) with { Signal = NobodyTold(call, notify, null) };
        if (clocks.PresenceOf(key) is { } presence && !presence.IsOpen(call.Now))
            return new EffectResult(NobodyTold(call, notify, presence.NextOpen(call.Now)), new StoryLine("notTold", $"{key} is off duty"));
        var mail = new OutgoingMail(call.Id, "sla-alert", "manager", manager.Language ?? "en", address, manager.Name, call.Lead.Id, NoDataYet)
        {
            Contact = Contacts.Of(manager),
            IsFirst = call.IsFirst,
            InDigest = new DigestItem(0, new SendId(call.Id), call.Lead.Id, "manager", notify.Attempt, manager.Id, late.Id),
        };
        return await SendAsync(mail, manager, () =>
        {
            var data = LeadData.Of(call.Lead, manager);
            data["late"] = late.Name;
            data["myUrl"] = links.Mine(key, call.Lead.Life.LastActivity);
            return data;
        }, ct).ConfigureAwait(false);
    }

    /// <param name="data">Asked for when the mail goes now: most mails of a busy rep go with his digest, and signing their links would be for nothing.</param>
    private async Task<EffectResult> SendAsync(OutgoingMail mail, RepRow to, Func<Dictionary<string, object?>> data, CancellationToken ct)
    {
        var outcome = await send.RunAsync(mail, ct, _ => Task.FromResult<OutgoingMail?>(mail with { Data = data() })).ConfigureAwait(false);
        return MailEnds.ResultOf(outcome, mail, $"{mail.Template} mail to {to.Id}", new StoryLine("mailed", $"{mail.Template} mail to {to.Id}"));
    }

    private static Signal.NobodyTold? NobodyTold(EffectCall call, Effect.NotifyManager notify, DateTimeOffset? until) =>
        call.Lead.Life.Deadline is { } broken ? new Signal.NobodyTold(notify.Attempt, broken.Milestone, broken.Breaches, until) : null;

    private static EffectResult Nobody(RepId rep) =>
        new(Note: new StoryLine("notTold", $"Nobody to tell: {rep} or his manager has no row in Reps with an email address"));
}

/// <summary>What mails to colleagues show of a lead.</summary>
internal static class LeadData
{
    public static Dictionary<string, object?> Of(LeadRecord lead, RepRow? reader = null) => new()
    {
        ["rep"] = reader?.Name,
        ["leadId"] = lead.Id.Value,
        ["name"] = lead.Attributes["FullName"] ?? lead.Attributes["Email"] ?? lead.Attributes["Phone"],
        ["company"] = lead.Attributes["Company"],
        ["email"] = lead.Attributes["Email"],
        ["phone"] = lead.Attributes["Phone"],
        ["country"] = lead.Attributes["Country"],
        ["message"] = lead.Attributes["Message"],
        ["source"] = lead.Source,
        ["score"] = lead.Score?.Total,
        ["band"] = lead.Score?.Band,
        ["gaps"] = lead.Problems.IsEmpty ? null : string.Join(", ", lead.Problems),
        ["deadline"] = lead.Life.Deadline is { } deadline ? LocalTime.Format(deadline.At, reader?.TimeZone, reader?.Language) : null,
        ["todo"] = lead.Life.Deadline is { } due ? Todo(due.Milestone, reader?.Language) : null,
        ["why"] = lead.Life.Why,
        ["reason"] = lead.Life.Reason,
    };

    private static string Todo(Milestone milestone, string? language) => (milestone, language == "es") switch
    {
        (Milestone.Accept, false) => "accept",
        (Milestone.Contact, false) => "contact",
        (_, false) => "qualify",
        (Milestone.Accept, true) => "aceptar",
        (Milestone.Contact, true) => "contactar",
        (_, true) => "cualificar",
    };
}
