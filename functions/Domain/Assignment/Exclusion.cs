namespace LeadRouter.Domain.Assignment;

/// <summary>Why a rep could not get a lead, in the order in which the filters run.</summary>
public enum ExclusionReason
{
    Inactive, OffHours, TimeOff, Paused, CapHour, CapDay, CapWeek, CapOpen, Territory, Skill, Language, Tried, Rejected, Conflict,
}

/// <param name="Until">The instant at which the reason ends; null when nobody can know it.</param>
/// <param name="Used">Leads counted against <paramref name="Limit"/>, for a cap.</param>
/// <param name="Missing">The skill or language that is missing.</param>
public sealed record Exclusion(
    ExclusionReason Reason, DateTimeOffset? Until = null, int? Used = null, int? Limit = null, string? Missing = null)
{
    /// <summary>Whether time alone, a resume or a closed lead can end it; otherwise somebody has to edit a row.</summary>
    public bool Passes => Reason switch
    {
        ExclusionReason.OffHours => Until is not null,
        ExclusionReason.TimeOff or ExclusionReason.Paused => true,
        ExclusionReason.CapHour or ExclusionReason.CapDay or ExclusionReason.CapWeek or ExclusionReason.CapOpen => true,
        _ => false,
    };
}
