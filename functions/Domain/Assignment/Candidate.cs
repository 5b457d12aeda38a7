using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>A member of the pool as one decision saw it: the facts it went in with, and how it came out.</summary>
public sealed class Candidate(
    RepStanding standing, CapWindows windows, RepUse use, long weight, Credit before, Credit owedBefore, long lastSequence)
{
    public RepStanding Standing { get; } = standing;
    public CapWindows Windows { get; } = windows;
    public RepUse Use { get; } = use;

    /// <summary>The weight that counted, in thousandths, ramp included.</summary>
    public long Weight { get; } = weight;

    public Credit Before { get; } = before;
    public Credit OwedBefore { get; } = owedBefore;

    /// <summary>The pool's sequence at the rep's last lead.</summary>
    public long LastSequence { get; } = lastSequence;

    public Credit After { get; internal set; } = before;
    public Credit OwedAfter { get; internal set; } = owedBefore;

    /// <summary>Empty when the rep is eligible.</summary>
    public Exclusion[] Exclusions { get; internal set; } = [];

    /// <summary>Eligible, and in the tier or load bucket among which credit decides.</summary>
    public bool Contends { get; internal set; }

    /// <summary>For a lead that is held: the instant at which this rep could take it, if that is known.</summary>
    public DateTimeOffset? FreeAt { get; internal set; }

    public RepId Rep => Standing.Rep;

    public bool Eligible => Exclusions.Length == 0;

    /// <summary>Not eligible now, but will be without anybody editing a row.</summary>
    public bool WillBeEligible
    {
        get
        {
            foreach (var exclusion in Exclusions)
                if (!exclusion.Passes) return false;
            return Exclusions.Length > 0;
        }
    }

    /// <summary>The same facts, undecided.</summary>
    internal Candidate Undecided() => new(Standing, Windows, Use, Weight, Before, OwedBefore, LastSequence);

    /// <summary>Reads the members of a pool against its ledger and loads, both in the order of the roster.</summary>
    internal static Candidate[] Of(PoolRoster roster, PoolLedger ledger, RepLoads loads, DateTimeOffset now)
    {
        var candidates = new Candidate[roster.Members.Count];
        CapWindows? utc = null;
        var from = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            var standing = roster.Standings[i];
            var windows = standing.Windows ?? (utc ??= CapWindows.At(now, NodaTime.DateTimeZone.Utc));
            var credit = ledger.At(i);
            var weight = Ramp.Weight(roster.Weights[i], standing, credit.FirstSeen, now);
            var use = loads.Next(standing.Rep, ref from).In(windows);
            candidates[i] = new Candidate(standing, windows, use, weight, credit.Credit, credit.Owed, credit.LastSequence);
        }
        return candidates;
    }
}
