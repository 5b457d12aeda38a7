using System.Text.Json.Serialization;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Leads;

/// <summary>Something that happened to a lead: told by people and systems, by a clock, or by an effect that was carried out.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(UndoAccept), "undoAccept")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Contacted), "contacted")]
[JsonDerivedType(typeof(Qualified), "qualified")]
[JsonDerivedType(typeof(Disqualified), "disqualified")]
[JsonDerivedType(typeof(Won), "won")]
[JsonDerivedType(typeof(Lost), "lost")]
[JsonDerivedType(typeof(Rated), "rated")]
[JsonDerivedType(typeof(Reassigned), "reassigned")]
[JsonDerivedType(typeof(Nurture), "nurture")]
[JsonDerivedType(typeof(Recycle), "recycle")]
[JsonDerivedType(typeof(Rebase), "rebase")]
[JsonDerivedType(typeof(Touched), "touched")]
[JsonDerivedType(typeof(LinkRefused), "linkRefused")]
[JsonDerivedType(typeof(Replayed), "replayed")]
[JsonDerivedType(typeof(ThrownAway), "thrownAway")]
[JsonDerivedType(typeof(Retried), "retried")]
[JsonDerivedType(typeof(LookAgain), "lookAgain")]
[JsonDerivedType(typeof(Merged), "merged")]
[JsonDerivedType(typeof(Erased), "erased")]
[JsonDerivedType(typeof(Unmerged), "unmerged")]
[JsonDerivedType(typeof(TouchGone), "touchGone")]
public abstract record Signal
{
    /// <summary>The rep takes the lead. From a link it names the attempt that the link was made for.</summary>
    public sealed record Accepted(RepId? By, int? Attempt = null) : Signal;

    public sealed record UndoAccept(RepId? By, int? Attempt = null) : Signal;

    public sealed record Rejected(RepId? By, string Reason, Disposition Disposition, bool Refund, DateTimeOffset? Until = null, int? Attempt = null, string? Note = null) : Signal;

    public sealed record Contacted(RepId? By, int? Attempt = null) : Signal;

    public sealed record Qualified(RepId? By, IReadOnlyList<string> Criteria, int? Attempt = null) : Signal;

    public sealed record Disqualified(RepId? By, string? Reason, int? Attempt = null, bool Refund = false, string? Note = null) : Signal;

    public sealed record Won(string? By) : Signal;

    public sealed record Lost(string? By, string? Reason, string? Note = null) : Signal;

    public sealed record Rated(string? By, bool Good, string? Reason, string? Note = null) : Signal;

    /// <summary>A manager gives the lead to a rep; wins over everything that the product decided.</summary>
    /// <param name="Hours">The calendar of the new owner's clock, as it stands when the signal is taken.</param>
    /// <param name="Refund">The owner so far gets his credit back.</param>
    public sealed record Reassigned(RepId Owner, string? By, string? Reason, FrozenHours? Hours = null, bool Refund = true) : Signal;

    public sealed record Nurture(DateTimeOffset Until, string? By) : Signal;

    /// <summary>A new attempt cycle that remembers who was tried.</summary>
    public sealed record Recycle(string? By) : Signal;

    /// <summary>Applies the terms of another policy version to an open lead.</summary>
    /// <param name="Hours">The calendar of the clock under these terms, as it stands when the signal is taken.</param>
    public sealed record Rebase(SlaTerms Terms, int Version, string? By, FrozenHours? Hours = null) : Signal;

    /// <summary>The same person enquired again; the submission is linked here.</summary>
    public sealed record Touched(LeadId Submission, string Source, LeadAttributes Attributes) : Signal;

    /// <summary>The lead that this submission wanted to be a touch of had closed meanwhile.</summary>
    public sealed record LinkRefused(LeadId By) : Signal;

    /// <summary>A quarantined submission became readable.</summary>
    /// <param name="FetchId">The provider's id, when the lead has to be fetched first.</param>
    /// <param name="Problems">What is missing or wrong in it now.</param>
    public sealed record Replayed(LeadAttributes Attributes, int Version, string? FetchId = null, IReadOnlyList<string>? Problems = null) : Signal;

    /// <summary>A person discarded a quarantined submission.</summary>
    public sealed record ThrownAway(string? By) : Signal;

    /// <summary>A person has the effects that were given up tried again.</summary>
    public sealed record Retried(string? By) : Signal;

    /// <summary>Somebody who may take a held lead is there sooner than it waits for: a rep resumed, or a row was edited.</summary>
    public sealed record LookAgain : Signal;

    /// <summary>A person says that this lead is the same as another, which goes on for both.</summary>
    public sealed record Merged(LeadId Into, string? By) : Signal;

    /// <summary>A person takes back that this lead belongs to another, whether he or the product had said so.</summary>
    public sealed record Unmerged(LeadId From, string? By) : Signal;

    /// <summary>A submission that was a touch of this lead is a lead of its own again.</summary>
    public sealed record TouchGone(LeadId Submission) : Signal;

    /// <summary>The person asked to be forgotten: what is known of him goes, what was counted stays.</summary>
    public sealed record Erased : Signal;

    /// <summary>Fetch ended: the lead as its provider tells it, and what is missing or wrong in it.</summary>
    public sealed record Fetched(LeadAttributes Attributes, IReadOnlyList<string> Problems) : Signal;

    /// <summary>Fetch ended: the provider does not hand the lead out.</summary>
    public sealed record Unfetched(string Problem) : Signal;

    /// <summary>The lead's timer; a generation that is not the current one is a stale fire.</summary>
    public sealed record TimerFired(int Generation) : Signal;

    /// <summary>Recognise ended: the person is new, or known from a closed lead whose owner may keep him.</summary>
    public sealed record Recognised(LeadId? Previous, RepId? PreviousOwner) : Signal;

    /// <summary>Recognise ended: the person has an open lead.</summary>
    public sealed record KnownAs(LeadId Lead) : Signal;

    public sealed record Scored(
        int Total, string Band, string Rule, PoolId Pool, SlaTerms Terms, decimal Value = 1, IReadOnlyList<string>? Skills = null) : Signal;

    /// <summary>Score ended for a lead that was routed before, and its rules give it shorter terms now.</summary>
    /// <param name="Hours">The calendar of the clock under these terms, as it stands when the signal is taken.</param>
    public sealed record Tightened(string Band, SlaTerms Terms, FrozenHours? Hours = null) : Signal;

    public sealed record Unfit(string Reason) : Signal;

    /// <param name="Hours">The calendar of the owner's clock at the time of the offer.</param>
    public sealed record Assigned(int Attempt, RepId Owner, PoolId Pool, string Sentence, FrozenHours? Hours = null) : Signal;

    /// <summary>The pool offers the lead to all of these; the first to accept has it.</summary>
    /// <param name="Hours">The calendar of the offer's clock, by which all of them are measured.</param>
    public sealed record Broadcast(int Attempt, IReadOnlyList<RepId> Reps, PoolId Pool, string Sentence, FrozenHours? Hours = null) : Signal;

    /// <summary>The pool has charged the rep who accepted first: the lead is his.</summary>
    /// <param name="Hours">The calendar of his clock from now on.</param>
    public sealed record Claimed(int Attempt, RepId Rep, string Sentence, FrozenHours? Hours = null) : Signal;

    /// <summary>He cannot have it after all: the offer is open again.</summary>
    public sealed record ClaimRefused(int Attempt, RepId Rep, string Why) : Signal;

    /// <param name="Pool">Whom to ask again: another than before when the ladder moved the lead to the overflow pool.</param>
    public sealed record NobodyNow(int Attempt, DateTimeOffset Until, string Sentence, PoolId? Pool = null) : Signal;

    public sealed record NobodyEver(int Attempt, string Sentence) : Signal;

    /// <summary>The owner let so many offers in a row time out that he was paused.</summary>
    public sealed record RepPaused(RepId Rep, int Offers) : Signal;

    /// <summary>A step of escalation had nobody to tell.</summary>
    /// <param name="Milestone">The one that was broken.</param>
    /// <param name="Round">How often it had been broken by then: the step that was meant.</param>
    /// <param name="Until">When somebody is on duty again; null when there is nobody at all.</param>
    public sealed record NobodyTold(int Attempt, Milestone Milestone, int Round, DateTimeOffset? Until) : Signal;
}

/// <summary>What a rejection leads to.</summary>
public enum Disposition
{
    Close,
    Reroute,
    Nurture,
    Disqualify,
}
