using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Ports;

/// <summary>Which lead holds a person's key. One partition a key; a claim is an insert-if-absent.</summary>
public interface IIdentityStore
{
    /// <summary>The holder after the call: the claimant himself when the key was free or is his already.</summary>
    Task<IdentityClaim> ClaimAsync(PersonKey key, LeadId claimant, CancellationToken ct);

    /// <summary>Passes the key on from a holder whose lead has closed, unless somebody else was faster.</summary>
    Task PassOnAsync(PersonKey key, IdentityClaim from, LeadId to, CancellationToken ct);

    /// <summary>Notes that a submission is of the person who has this key, whoever holds it.</summary>
    Task NoteAsync(PersonKey key, LeadId submission, CancellationToken ct);

    /// <summary>Every submission that ever claimed this key or was noted under it.</summary>
    Task<IReadOnlyList<LeadId>> SubmissionsAsync(PersonKey key, CancellationToken ct);

    /// <summary>Forgets the key if one of these leads holds it: whoever comes next is new.</summary>
    Task ForgetAsync(PersonKey key, IReadOnlySet<LeadId> holders, CancellationToken ct);

    /// <summary>The keyed hash that stands for a key where its value must not stand.</summary>
    string HashOf(PersonKey key);
}

/// <summary>
/// A canonical key of a person (<c>email</c>, <c>phone</c>): stored only as a keyed hash.
/// </summary>
/// <param name="IsHash">The value is that hash itself, as a contact's id.</param>
public readonly record struct PersonKey(string Kind, string Value, bool IsHash = false);

/// <param name="Previous">The closed lead that the holder took the key over from.</param>
public sealed record IdentityClaim(LeadId Holder, LeadId? Previous, string Tag);
