using System.Globalization;

namespace LeadRouter.Domain.Assignment;

/// <summary>The words of a decision in one language. In a phrase {0} is a rep's name; the other holes are told beside it.</summary>
public sealed record Phrases
{
    public required IReadOnlyList<string> Days { get; init; }
    public required IReadOnlyList<string> Months { get; init; }
    public required string And { get; init; }

    /// <summary>An exclusion: {1} until, {2} used, {3} limit, {4} what is missing. The second form is for an unknown end.</summary>
    public required IReadOnlyDictionary<ExclusionReason, (string Known, string Open)> Excluded { get; init; }

    /// <summary>The same, counted: {0} how many.</summary>
    public required IReadOnlyDictionary<ExclusionReason, string> Counted { get; init; }

    /// <summary>What settled it: {1} the credit, {2} among how many.</summary>
    public required IReadOnlyDictionary<PickedBy, string> Picked { get; init; }

    /// <summary>{0} the pool.</summary>
    public required string InPool { get; init; }

    /// <summary>{0} a pool that passed it on.</summary>
    public required string PassedOn { get; init; }

    /// <summary>{1} the number who came later.</summary>
    public required string LaterTier { get; init; }
    public required string Busier { get; init; }

    /// <summary>{0} an instant.</summary>
    public required string Held { get; init; }
    public required string LookAgain { get; init; }

    /// <summary>{0} the other pool.</summary>
    public required string Overflowed { get; init; }
    public required string NobodyEver { get; init; }

    /// <summary>{0} names.</summary>
    public required string Offered { get; init; }
    public required string NoMembers { get; init; }

    /// <summary>For one rep: {1} his credit, {2} the owner, {3} the owner's credit.</summary>
    public required string LessCredit { get; init; }
    public required string TiedOut { get; init; }
    public required string WasNext { get; init; }
    public required string NotMember { get; init; }
    public required string GotIt { get; init; }

    public required string DecimalSign { get; init; }

    internal string Number(Credit credit) => credit.ToString().Replace(".", DecimalSign, StringComparison.Ordinal);

    internal static string Fill(string phrase, params object?[] holes) => string.Format(CultureInfo.InvariantCulture, phrase, holes);
}
