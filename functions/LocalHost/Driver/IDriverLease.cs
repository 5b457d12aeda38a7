namespace LeadRouter.LocalHost.Driver;

/// <summary>
/// Elects the one host on a store that moves leads. It saves work and keeps mails from being sent twice; that no lead is moved twice
/// does not hang on it, the ETags see to that.
/// </summary>
public interface IDriverLease
{
    /// <summary>Whether this host may move leads at this very moment.</summary>
    bool IsHeld { get; }

    /// <summary>Counts the terms of all drivers on the store.</summary>
    long Generation { get; }

    /// <summary>Drives whenever this host is elected, until it is stopped.</summary>
    /// <param name="drive">Ends soon after its token is cancelled: when the lease is lost, or the host stops.</param>
    Task HoldAsync(Func<CancellationToken, Task> drive, CancellationToken stop);
}

/// <summary>An embedded store has only one host: the lock on its file is the lease.</summary>
internal sealed class SoleDriver : IDriverLease
{
    public bool IsHeld => true;

    public long Generation => 0;

    public Task HoldAsync(Func<CancellationToken, Task> drive, CancellationToken stop) => drive(stop);
}
