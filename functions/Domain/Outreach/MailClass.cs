using System.Text.Json.Serialization;

namespace LeadRouter.Domain.Outreach;

/// <summary>What a class of mail is, as far as the throttle cares.</summary>
public enum MailKind
{
    /// <summary>To a rep or manager: one shared cap, over it a digest; may be retried after an unknown outcome.</summary>
    Rep,

    /// <summary>The digest of what a rep's cap held back.</summary>
    Digest,

    /// <summary>The answer to a form.</summary>
    Ack,

    /// <summary>Everything a contact did not just ask for: needs consent, waits for every cap.</summary>
    Marketing,

    /// <summary>Bound by the ceiling alone.</summary>
    Legal,

    /// <summary>A slot in the log of a whole company, reserved before the contact's own.</summary>
    Company,
}

/// <summary>A class of mail: the RowKey of a row in <c>ContactPolicies</c>. A class with a name of the marketer's own is marketing.</summary>
[JsonConverter(typeof(MailClassJson))]
public sealed record MailClass
{
    /// <summary>The row that holds the absolute ceiling for one contact; no mail has this class.</summary>
    public const string Ceiling = "ceiling";

    public static readonly MailClass Assignment = new("assignment", MailKind.Rep, 70);
    public static readonly MailClass SlaAlert = new("sla-alert", MailKind.Rep, 80);
    public static readonly MailClass Digest = new("digest", MailKind.Digest, 60);
    public static readonly MailClass Ack = new("ack", MailKind.Ack, 40);
    public static readonly MailClass Nurture = new("nurture", MailKind.Marketing, 10);
    public static readonly MailClass Legal = new("legal", MailKind.Legal, 90);
    public static readonly MailClass Company = new("company", MailKind.Company, 0);

    private static readonly MailClass[] Known = [Assignment, SlaAlert, Digest, Ack, Nurture, Legal, Company];

    private MailClass(string name, MailKind kind, int priority) =>
        (Name, Kind, Priority, Code) = (name, kind, priority, (ushort)StableHash.Of(name));

    public string Name { get; }

    public MailKind Kind { get; }

    /// <summary>Of two waiting for one slot, the higher goes first.</summary>
    public int Priority { get; }

    /// <summary>How log entries name the class; a policy set refuses two classes with one code.</summary>
    internal ushort Code { get; }

    /// <summary>After an unknown outcome a rep's mail may go again in a slot of its own; a contact's mail never does.</summary>
    public bool MayRepeatUnknown => Kind is MailKind.Rep or MailKind.Digest;

    public bool NeedsConsent => Kind is MailKind.Marketing;

    /// <summary>Complaints never stop assignments, alerts or legal mail.</summary>
    public bool HeedsBreaker => Kind is MailKind.Marketing or MailKind.Ack;

    /// <summary>Goes to people outside, who may choose what they get.</summary>
    public bool ReachesContacts => HeedsCeiling;

    public bool HeedsCeiling => MailKinds.UnderCeiling.Has(Kind);

    /// <summary>Whose sends use up the caps of this class.</summary>
    internal MailKinds Counts => Kind switch
    {
        MailKind.Rep => MailKinds.Rep | MailKinds.Digest,
        MailKind.Digest => MailKinds.Digest,
        MailKind.Ack => MailKinds.Ack,
        MailKind.Marketing => MailKinds.Marketing | MailKinds.Ack,
        MailKind.Legal => MailKinds.Legal,
        _ => MailKinds.Company,
    };

    public static MailClass Of(string name)
    {
        var folded = name.Trim().ToLowerInvariant();
        return Array.Find(Known, c => c.Name == folded) ?? new MailClass(folded, MailKind.Marketing, Nurture.Priority);
    }

    public override string ToString() => Name;
}

[Flags]
internal enum MailKinds : byte
{
    None = 0,
    Rep = 1 << MailKind.Rep,
    Digest = 1 << MailKind.Digest,
    Ack = 1 << MailKind.Ack,
    Marketing = 1 << MailKind.Marketing,
    Legal = 1 << MailKind.Legal,
    Company = 1 << MailKind.Company,

    /// <summary>Whatever reaches a contact. Reps live under their own cap: a busy day is more than a contact's ceiling.</summary>
    UnderCeiling = Ack | Marketing | Legal,
}

internal static class MailKindSets
{
    public const int Count = 6;

    public static bool Has(this MailKinds kinds, MailKind kind) => ((int)kinds >> (int)kind & 1) != 0;
}
