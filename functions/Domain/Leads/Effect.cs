using System.Text.Json.Serialization;

namespace LeadRouter.Domain.Leads;

/// <summary>
/// Something to be carried out because of a step. Every effect is safe to run twice: it is identified by its lead, step and index,
/// and one that names an attempt is dropped when the lead has moved on to another.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Fetch), "fetch")]
[JsonDerivedType(typeof(Enrich), "enrich")]
[JsonDerivedType(typeof(Recognise), "recognise")]
[JsonDerivedType(typeof(Score), "score")]
[JsonDerivedType(typeof(AttachTouch), "attachTouch")]
[JsonDerivedType(typeof(ReturnTouch), "returnTouch")]
[JsonDerivedType(typeof(DetachTouch), "detachTouch")]
[JsonDerivedType(typeof(Assign), "assign")]
[JsonDerivedType(typeof(Claim), "claim")]
[JsonDerivedType(typeof(Charge), "charge")]
[JsonDerivedType(typeof(Refund), "refund")]
[JsonDerivedType(typeof(Release), "release")]
[JsonDerivedType(typeof(NotifyRep), "notifyRep")]
[JsonDerivedType(typeof(NotifyManager), "notifyManager")]
[JsonDerivedType(typeof(NoteTimeout), "noteTimeout")]
[JsonDerivedType(typeof(TellPaused), "tellPaused")]
[JsonDerivedType(typeof(NoteAnswer), "noteAnswer")]
[JsonDerivedType(typeof(AcknowledgeContact), "acknowledgeContact")]
[JsonDerivedType(typeof(SendDigest), "sendDigest")]
[JsonDerivedType(typeof(Alarm), "alarm")]
public abstract record Effect
{
    /// <summary>Get the lead from the provider that announced it by this id.</summary>
    public sealed record Fetch(string Id) : Effect;

    /// <summary>Ask a service what it knows of the lead's company.</summary>
    public sealed record Enrich : Effect;

    /// <summary>Find out whether the person is known already.</summary>
    public sealed record Recognise : Effect;

    /// <summary>Score and route under the lead's configuration version. Pure: it is carried out within the step.</summary>
    public sealed record Score : Effect;

    /// <summary>Tell the known lead that this submission is a touch of it.</summary>
    public sealed record AttachTouch(LeadId Lead) : Effect;

    /// <summary>Send a touch back that came after the lead had closed.</summary>
    public sealed record ReturnTouch(LeadId Submission) : Effect;

    /// <summary>Tell the lead that this submission was linked to that it is none of its touches any more.</summary>
    public sealed record DetachTouch(LeadId Lead) : Effect;

    /// <summary>Ask the pool, or its overflow pool, for an owner.</summary>
    public sealed record Assign(int Attempt, PoolId Pool, bool Overflow = false) : Effect;

    /// <summary>Charge the first rep to accept an offer that went to several, unless he is at a cap by now.</summary>
    public sealed record Claim(int Attempt, PoolId Pool, RepId Rep) : Effect;

    /// <summary>Enter a manual owner into the pool's ledger.</summary>
    public sealed record Charge(int Attempt, PoolId Pool, RepId Owner) : Effect;

    /// <summary>Take back what an attempt was charged; one that was never charged is voided.</summary>
    public sealed record Refund(int Attempt, PoolId Pool, string Reason) : Effect;

    /// <summary>The owner no longer works on the lead: his open load goes down.</summary>
    public sealed record Release(int Attempt, PoolId Pool) : Effect;

    public sealed record NotifyRep(int Attempt, RepId Rep, RepMail Mail) : Effect;

    public sealed record NotifyManager(int Attempt, RepId Rep, string Reason) : Effect;

    /// <summary>The rep let an offer time out; after so many in a row he is paused.</summary>
    public sealed record NoteTimeout(int Attempt, RepId Rep, int PauseAfter) : Effect;

    /// <summary>Tell the rep, or his manager, that he was paused.</summary>
    public sealed record TellPaused(RepId Rep, int Offers, bool Manager) : Effect;

    /// <summary>The rep answered an offer: his time-outs are no longer in a row.</summary>
    public sealed record NoteAnswer(int Attempt, RepId Rep) : Effect;

    public sealed record AcknowledgeContact : Effect;

    /// <summary>Send what a mailbox's cap held back, collected by many leads; the lead that opened the digest sees to it.</summary>
    public sealed record SendDigest(string Address, RepId? Reader, long Number) : Effect;

    /// <summary>Somebody must look: the lead is in the house queue.</summary>
    public sealed record Alarm(string Reason) : Effect;

    /// <summary>The attempt that the effect belongs to; null when it outlives attempts.</summary>
    [JsonIgnore]
    public int? OnlyDuringAttempt => this switch
    {
        Assign assign => assign.Attempt,
        Claim claim => claim.Attempt,
        NotifyRep notify => notify.Attempt,
        NotifyManager notify => notify.Attempt,
        _ => null,
    };
}

/// <summary>What a rep is told.</summary>
public enum RepMail
{
    Assignment,
    Reminder,
    Touch,
}
