using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Sla;

/// <summary>A rep who lets so many offers in a row time out gets no more of them until he says that he is back; his manager is told.</summary>
public sealed class CountTimeouts(IRepStates states, PauseRep pause) : IEffectHandler
{
    public const string Product = "leadrouter";

    public IReadOnlyList<Type> Handles => [typeof(Effect.NoteTimeout), typeof(Effect.NoteAnswer)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        switch (call.Pending.Effect)
        {
            case Effect.NoteAnswer answer:
                // From memory: nearly every answer finds no time-outs to forget, and an offer must not cost a read for it.
                if (!(await states.CurrentAsync(ct).ConfigureAwait(false))[answer.Rep].TimeOuts.IsEmpty)
                    await states.ChangeAsync(answer.Rep, state => state.Answered(), ct).ConfigureAwait(false);
                return EffectResult.Done;
            case Effect.NoteTimeout timeout:
                return await NoteAsync(call, timeout, ct).ConfigureAwait(false);
            default:
                throw new ArgumentOutOfRangeException(nameof(call), call.Pending.Effect, "not an effect on a rep's time-outs");
        }
    }

    private async Task<EffectResult> NoteAsync(EffectCall call, Effect.NoteTimeout timeout, CancellationToken ct)
    {
        var decision = DecisionId.For(call.Lead, timeout.Attempt);
        var state = await states.ChangeAsync(timeout.Rep, s => s.TimedOut(decision), ct).ConfigureAwait(false);
        if (state.TimeOuts.Length < timeout.PauseAfter) return EffectResult.Done;
        var note = $"{timeout.Rep} let {state.TimeOuts.Length} offers in a row time out";
        if (!state.IsPaused(call.Now)) await pause.PauseAsync(timeout.Rep, null, Product, note, ct).ConfigureAwait(false);
        // The one that filled the row tells; those after it find him paused.
        else if (state.TimeOuts.IndexOf(decision) != timeout.PauseAfter - 1) return EffectResult.Done;
        return new EffectResult(new Signal.RepPaused(timeout.Rep, state.TimeOuts.Length));
    }
}
