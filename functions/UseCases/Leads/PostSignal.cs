using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Leads;

/// <summary>What became of a signal that somebody sent.</summary>
public abstract record SignalOutcome
{
    public sealed record Taken(SignalAnswer Answer) : SignalOutcome;

    /// <summary>Stored; the driver has not come to it yet.</summary>
    public sealed record Pending(string SignalId) : SignalOutcome;

    /// <summary>The same request is being worked on right now.</summary>
    public sealed record Running : SignalOutcome;

    /// <summary>The key was used for another request before.</summary>
    public sealed record OtherRequest : SignalOutcome;

    public sealed record NoSuchLead : SignalOutcome;
}

/// <summary>Has a signal taken, and waits a moment for its answer if that is the driver's work.</summary>
public sealed class PostSignal(ILeadStore leads, TakeSignal take, IWakeLead driver, TimeProvider clock)
{
    /// <summary>How long a key names the same request.</summary>
    public static readonly TimeSpan KeyLife = TimeSpan.FromHours(24);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <param name="signalId">The same for a repeated request.</param>
    /// <param name="print">Fingerprint of the request's content.</param>
    public async Task<SignalOutcome> RunAsync(LeadId lead, string signalId, Signal signal, string print, CancellationToken ct) =>
        await leads.OpenAsync(lead, ct).ConfigureAwait(false) is { } open
            ? await RunAsync(open, signalId, signal, print, ct).ConfigureAwait(false)
            : new SignalOutcome.NoSuchLead();

    /// <param name="lead">As it was just read.</param>
    /// <param name="signalId">The same for a repeated request.</param>
    /// <param name="print">Fingerprint of the request's content.</param>
    public async Task<SignalOutcome> RunAsync(OpenLead lead, string signalId, Signal signal, string print, CancellationToken ct)
    {
        var row = new SignalRow(signalId, clock.GetUtcNow(), signal, print);
        return await take.RunAsync(lead, row, ct).ConfigureAwait(false) switch
        {
            SignalTaken.AtOnce(var answer) => new SignalOutcome.Taken(answer),
            SignalTaken.Known => await RepeatedAsync(lead, signalId, signal, print, ct).ConfigureAwait(false),
            _ => await WaitAsync(lead.Record.Id, signalId, ct).ConfigureAwait(false),
        };
    }

    private async Task<SignalOutcome> RepeatedAsync(OpenLead lead, string signalId, Signal signal, string print, CancellationToken ct)
    {
        if (await leads.FindAnswerAsync(lead.Record.Id, signalId, ct).ConfigureAwait(false) is { } answer)
        {
            // A key that is used again after its life names a new request, and a stable one: its id grows out of the last one's.
            if (answer.At + KeyLife < clock.GetUtcNow()) return await RunAsync(lead, $"{signalId}.{answer.At.ToUnixTimeSeconds():x}", signal, print, ct).ConfigureAwait(false);
            return answer.Print == print ? new SignalOutcome.Taken(answer) : new SignalOutcome.OtherRequest();
        }
        var open = await leads.OpenAsync(lead.Record.Id, ct).ConfigureAwait(false);
        return open?.Signals.FirstOrDefault(s => s.Id == signalId) is { } waiting && waiting.Print != print
            ? new SignalOutcome.OtherRequest()
            : new SignalOutcome.Running();
    }

    private async Task<SignalOutcome> WaitAsync(LeadId lead, string signalId, CancellationToken ct)
    {
        // Real time: this is a person waiting at a screen, whatever the calendar says.
        var started = TimeProvider.System.GetTimestamp();
        for (var pause = driver.Soonest; TimeProvider.System.GetElapsedTime(started) < Patience; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, ct).ConfigureAwait(false);
            if (await leads.FindAnswerAsync(lead, signalId, ct).ConfigureAwait(false) is { } answer) return new SignalOutcome.Taken(answer);
        }
        return new SignalOutcome.Pending(signalId);
    }
}
