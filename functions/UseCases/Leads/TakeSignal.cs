using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Leads;

/// <summary>What became of a signal so far.</summary>
public abstract record SignalTaken
{
    public sealed record AtOnce(SignalAnswer Answer) : SignalTaken;

    /// <summary>Stored as a row; the driver comes to it.</summary>
    public sealed record Stored : SignalTaken;

    /// <summary>A signal of this id is there already, taken or not.</summary>
    public sealed record Known : SignalTaken;
}

/// <summary>Takes a signal in the caller's own move if nothing else is to be done with the lead, else stores it for the driver.</summary>
public sealed class TakeSignal(AdvanceLead advance, SendSignal send, IWakeLead driver)
{
    /// <param name="lead">As it was just read.</param>
    public async Task<SignalTaken> RunAsync(OpenLead lead, SignalRow signal, CancellationToken ct)
    {
        if (await TakeAsync(lead, signal, ct).ConfigureAwait(false) is { } answer) return new SignalTaken.AtOnce(answer);
        return await send.RunAsync(lead.Record.Receipt(), signal, ct).ConfigureAwait(false) == AddSignal.Known ? new SignalTaken.Known() : new SignalTaken.Stored();
    }

    private async Task<SignalAnswer?> TakeAsync(OpenLead lead, SignalRow signal, CancellationToken ct)
    {
        try
        {
            if (await advance.TakeAsync(lead, signal, ct).ConfigureAwait(false) is not var (answer, to)) return null;
            await driver.MovedAsync(lead.Record.Id, to, CancellationToken.None).ConfigureAwait(false);
            return answer;
        }
        catch
        {
            // It may have been taken all the same, and the index may not know.
            await driver.WakeAsync(lead.Record.Id, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
