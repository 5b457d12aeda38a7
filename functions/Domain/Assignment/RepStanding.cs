using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>The facts about one member of a pool at the moment of a decision: its rows, and what its calendar says now.</summary>
public sealed record RepStanding(RepId Rep)
{
    public bool Enabled { get; init; } = true;

    /// <summary>Paused now, by the rep, a manager or after time-outs.</summary>
    public bool Paused { get; init; }

    /// <summary>When the pause ends; null when only a resume ends it.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Inside the working hours (holidays respected). Time off is told apart, in <see cref="OffUntil"/>.</summary>
    public bool OnShift { get; init; } = true;

    /// <summary>When the next shift opens; needed when not on shift. Null then means that no shift is ahead at all.</summary>
    public DateTimeOffset? NextShift { get; init; }

    /// <summary>On time off now, until then; null when not.</summary>
    public DateTimeOffset? OffUntil { get; init; }

    /// <summary>Whether the lead's place is inside the membership's territory (true when it states none).</summary>
    public bool InTerritory { get; init; } = true;

    public IReadOnlyList<string> Languages { get; init; } = [];
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>A rep of weight 2 gets twice the leads of one of weight 1. Zero or less takes the rep out, as disabling does.</summary>
    public decimal Weight { get; init; } = 1;

    /// <summary>The tier, for pools of strategy <c>ordered</c>: lower first.</summary>
    public int Order { get; init; }

    /// <summary>Days over which a newcomer's weight grows to its whole.</summary>
    public int RampDays { get; init; }

    /// <summary>When the rep joined; null takes the moment at which the pool's ledger first saw the rep.</summary>
    public DateTimeOffset? JoinedAt { get; init; }

    public Caps Caps { get; init; } = Caps.None;

    /// <summary>The windows that run now in the rep's zone; null counts in UTC.</summary>
    public CapWindows? Windows { get; init; }
}
