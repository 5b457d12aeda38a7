using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Assignment;

/// <summary>The rosters of the live configuration in force, built once for each.</summary>
public sealed class RosterCache(IConfigurations configurations)
{
    private Built? known;

    public Rosters Current
    {
        get
        {
            var live = configurations.Current.Live;
            // Two threads may build at once; both get the same answer.
            if (known is not { } built || !ReferenceEquals(built.Live, live)) known = built = new Built(live, new Rosters(live));
            return built.Rosters;
        }
    }

    private sealed record Built(LiveConfig Live, Rosters Rosters);
}
