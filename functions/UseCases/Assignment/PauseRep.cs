using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Assignment;

/// <summary>Takes a rep out of all pools for a while, and back: from the next decision on.</summary>
public sealed class PauseRep(IRepStates states, WakeHeld held, TimeProvider clock)
{
    /// <param name="until">When it ends by itself; null when only a resume ends it.</param>
    public Task<RepState> PauseAsync(RepId rep, DateTimeOffset? until, string by, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return states.ChangeAsync(rep, state => state with { Pause = new RepPause(now, until, by, reason) }, ct);
    }

    /// <summary>Leads that waited for the rep look again at once.</summary>
    public async Task<RepState> ResumeAsync(RepId rep, CancellationToken ct)
    {
        var state = await states.ChangeAsync(rep, state => state.Resumed(), ct).ConfigureAwait(false);
        await held.RunAsync(ct).ConfigureAwait(false);
        return state;
    }
}
