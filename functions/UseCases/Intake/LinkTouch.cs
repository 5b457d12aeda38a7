using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Intake;

/// <summary>Carries a repeat enquiry to the lead it belongs to, back when that lead has closed, and away when a person says so.</summary>
public sealed class LinkTouch(SendSignal send) : IEffectHandler
{
    public IReadOnlyList<Type> Handles => [typeof(Effect.AttachTouch), typeof(Effect.ReturnTouch), typeof(Effect.DetachTouch)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        var (to, signal) = call.Pending.Effect switch
        {
            Effect.AttachTouch attach => (attach.Lead, new Signal.Touched(call.Lead.Id, call.Lead.Source, call.Lead.Attributes)),
            Effect.ReturnTouch back => (back.Submission, (Signal)new Signal.LinkRefused(call.Lead.Id)),
            Effect.DetachTouch detach => (detach.Lead, new Signal.TouchGone(call.Lead.Id)),
            var other => throw new ArgumentOutOfRangeException(nameof(call), other, "not a touch"),
        };
        await send.RunAsync(to, new SignalRow($"touch-{call.Id}", call.Now, signal), ct).ConfigureAwait(false);
        return EffectResult.Done;
    }
}
