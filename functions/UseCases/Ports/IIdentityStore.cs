using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Ports;

/// <summary>Which lead holds a person's key. One row a key; a claim is an insert-if-absent.</summary>
public interface IIdentityStore
{
    /// <summary>The holder after the call: the claimant himself when the key was free or is his already.</summary>
    Task<IdentityClaim> ClaimAsync(PersonKey key, LeadId claimant, CancellationToken ct);

    /// <summary>Passes the key on from a holder whose lead has closed, unless somebody else was faster.</summary>
    Task PassOnAsync(PersonKey key, IdentityClaim from, LeadId to, CancellationToken ct);
}

/// <summary>A canonical key of a person (<c>email</c>, <c>phone</c>): stored only as a keyed hash.</summary>
public readonly record struct PersonKey(string Kind, string Value);

/// <param name="Previous">The closed lead that the holder took the key over from.</param>
public sealed record IdentityClaim(LeadId Holder, LeadId? Previous, string Tag);
