using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Ports;

/// <summary>Takes submissions in.</summary>
public interface IIntake
{
    /// <summary>
    /// Stores a submission if its id is new, and registers it in the projections, in this order: a crash in between leaves one that is
    /// stored and not registered, never the other way round. Durable when it returns.
    /// </summary>
    Task<AddLead> TakeAsync(LeadRecord record, RawSubmission raw, CancellationToken ct);
}
