using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Assignment;

/// <summary>The rosters of the live configuration in force and of what was learned of reps, built once for each.</summary>
public sealed class RosterCache(IConfigurations configurations, IRepStates states)
{
    private volatile Built? known;

    public async ValueTask<Rosters> CurrentAsync(CancellationToken ct)
    {
        var learned = await states.CurrentAsync(ct).ConfigureAwait(false);
        var current = configurations.Current;
        var live = current.Live;
        // Two threads may build at once; both get the same answer.
        if (known is not { } built || !ReferenceEquals(built.Live, live) || !ReferenceEquals(built.Learned, learned))
            known = built = new Built(live, learned, new Rosters(live, learned) { LiveStamp = current.LiveStamp });
        return built.Rosters;
    }

    private sealed record Built(LiveConfig Live, RepStates Learned, Rosters Rosters);
}
