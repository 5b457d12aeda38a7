using System.Collections.Immutable;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>What the product itself learned of a rep; what people decide about him stands in his row of <c>Reps</c>.</summary>
public sealed record RepState(RepId Rep)
{
    public RepPause? Pause { get; init; }

    /// <summary>The decisions that he let time out one after the other since he last answered, newest last.</summary>
    public ImmutableArray<DecisionId> TimeOuts { get; init; } = [];

    public bool IsPaused(DateTimeOffset now) => Pause is { } pause && !(pause.Until <= now);

    /// <summary>The same decision counts once, however often it is told.</summary>
    public RepState TimedOut(DecisionId decision) => TimeOuts.Contains(decision) ? this : this with { TimeOuts = TimeOuts.Add(decision) };

    public RepState Answered() => TimeOuts.IsEmpty ? this : this with { TimeOuts = [] };

    public RepState Resumed() => Pause is null ? Answered() : Answered() with { Pause = null };
}

/// <param name="Until">When it ends by itself; null when only a resume ends it.</param>
/// <param name="By">Who paused him: a name that an editor gave, the rep's own id, or the product.</param>
public sealed record RepPause(DateTimeOffset Since, DateTimeOffset? Until, string By, string Reason);

/// <summary>The states of all reps. A rep of whom nothing was learned is not among them.</summary>
public sealed class RepStates(IReadOnlyDictionary<RepId, RepState> byRep)
{
    public static readonly RepStates None = new(new Dictionary<RepId, RepState>());

    public RepState this[RepId rep] => byRep.TryGetValue(rep, out var state) ? state : new RepState(rep);

    public RepStates With(RepState state) => new(new Dictionary<RepId, RepState>(byRep) { [state.Rep] = state });
}
