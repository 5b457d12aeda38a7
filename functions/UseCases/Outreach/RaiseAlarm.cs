using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Outreach;

/// <summary>A lead came to the house queue: said in the log, in the story, and by mail to whoever keeps the house queue.</summary>
public sealed partial class RaiseAlarm(SendMail send, IOptions<LeadRouterOptions> options, ILogger<RaiseAlarm> log) : IEffectHandler
{
    public IReadOnlyList<Type> Handles => [typeof(Effect.Alarm)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        var reason = ((Effect.Alarm)call.Pending.Effect).Reason;
        LogAlarm(call.Lead.Id, reason);
        var told = new StoryLine("alarm", $"A person must look at this lead: {reason}");
        if (options.Value.HouseEmail is { Length: > 0 } house)
        {
            var mail = new OutgoingMail(call.Id, "sla-alert", "house", "en", house, null, call.Lead.Id, LeadData.Of(call.Lead))
            {
                InDigest = new DigestItem(0, new SendId(call.Id), call.Lead.Id, "house", null, null, null),
            };
            return MailEnds.ResultOf(await send.RunAsync(mail, ct).ConfigureAwait(false), mail, "mail to the house queue", told);
        }
        return new EffectResult(Note: told);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lead {Lead} is in the house queue: {Reason}")]
    private partial void LogAlarm(LeadId lead, string reason);
}
