using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LeadRouter.AzureHost.Leads;

/// <summary>Where a move left the lead, as the orchestration stores it.</summary>
/// <param name="WaitUntil">Null when the lead is at rest.</param>
/// <param name="Effects">What was carried out on the way.</param>
/// <param name="Step">Of the lead's record: the higher of two results is the later. 0 in those of version 0.1.</param>
public sealed record AdvanceResult(string State, string? Owner, DateTimeOffset? WaitUntil, int Generation, string? Effects = null, int Step = 0)
{
    public static AdvanceResult Of(Advanced advanced) => Where(advanced) with { Effects = advanced.Effects.Count == 0 ? null : string.Join(", ", advanced.Effects) };

    private static AdvanceResult Where(Advanced advanced) => advanced switch
    {
        Advanced.Waiting waiting => new(waiting.State.PublicName(), waiting.Owner?.Value, waiting.Until, waiting.Generation, Step: waiting.Step),
        Advanced.AtRest rest => new(rest.State.PublicName(), null, null, 0, Step: rest.Step),
        Advanced.NoSuchLead => new("unknown", null, null, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(advanced), advanced.GetType().Name, "an end of a move without a name"),
    };
}

public sealed class AdvanceLeadActivity(AdvanceLead advance, DurableWake wake)
{
    public const string Name = "AdvanceLead";

    // Not cancelled when the host stops: a move cut off in the middle leaves sends of unknown fate behind.
    [Function(Name)]
    public async Task<AdvanceResult> RunAsync([ActivityTrigger] string leadId, [DurableClient] DurableTaskClient client)
    {
        wake.Use(client);
        return AdvanceResult.Of(await advance.RunAsync(new LeadId(leadId), CancellationToken.None));
    }
}
