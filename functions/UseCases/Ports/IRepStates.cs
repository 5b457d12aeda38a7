using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Ports;

/// <summary>What the product learned of reps, in a table of its own.</summary>
public interface IRepStates
{
    /// <summary>
    /// All of them as this host knows them: from memory, read once. What another host changes shows with the next
    /// <see cref="RefreshAsync"/>; the same instance is answered until something changed.
    /// </summary>
    ValueTask<RepStates> CurrentAsync(CancellationToken ct);

    /// <summary>Reads them anew.</summary>
    Task RefreshAsync(CancellationToken ct);

    /// <summary>Changes one rep's state under its ETag. Durable, and seen by <see cref="CurrentAsync"/>, when it returns.</summary>
    /// <param name="change">Pure, and called again when somebody else was faster. Answering the same instance writes nothing.</param>
    Task<RepState> ChangeAsync(RepId rep, Func<RepState, RepState> change, CancellationToken ct);
}
