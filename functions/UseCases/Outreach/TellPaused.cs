using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>Tells a rep that he was paused, with the page on which he resumes, or tells his manager.</summary>
public sealed class TellPaused(SendMail send, IConfigurations configurations, AnswerLinks links) : IEffectHandler
{
    public IReadOnlyList<Type> Handles => [typeof(Effect.TellPaused)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        var effect = (Effect.TellPaused)call.Pending.Effect;
        var live = configurations.Current.Live;
        var paused = live.Reps.GetValueOrDefault(effect.Rep);
        var reader = effect.Manager ? (paused?.Manager is { } key ? live.Reps.GetValueOrDefault(key) : null) : paused;
        if (paused is null || reader?.Email is not { } address) return EffectResult.Done;
        var template = effect.Manager ? "repPaused" : "paused";
        var data = new Dictionary<string, object?>
        {
            ["rep"] = reader.Name,
            ["late"] = paused.Name,
            ["count"] = effect.Offers,
            ["myUrl"] = links.Mine(reader.Id, call.Lead.Life.LastActivity),
        };
        var mail = new OutgoingMail(call.Id, "sla-alert", template, reader.Language ?? "en", address, reader.Name, call.Lead.Id, data)
        {
            Contact = Contacts.Of(reader),
            InDigest = new DigestItem(0, new SendId(call.Id), call.Lead.Id, template, null, reader.Id, paused.Id),
        };
        var line = $"{template} mail to {reader.Id}";
        return MailEnds.ResultOf(await send.RunAsync(mail, ct).ConfigureAwait(false), mail, line, new StoryLine("mailed", line));
    }
}
