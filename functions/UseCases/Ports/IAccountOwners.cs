using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Ports;

/// <summary>Which rep a company's leads go to. A company is the domain of its addresses.</summary>
public interface IAccountOwners
{
    /// <summary>Null while nobody had a lead of the company.</summary>
    Task<RepId?> FindAsync(string company, CancellationToken ct);

    /// <summary>The newest owner counts. Repeating it changes nothing.</summary>
    Task KeepAsync(string company, RepId owner, CancellationToken ct);
}
