namespace LeadRouter.UseCases.Intake;

/// <summary>
/// How many submissions are being stored right now; those that were refused at the door are not. Storing comes before routing: in a burst
/// most of the local driver's workers step aside, and what is stored is routed as soon as the burst lets them.
/// </summary>
public sealed class IntakeGauge
{
    /// <summary>More than this many posts at once is a burst.</summary>
    private const int Calm = 16;

    // The posts of a group commit are answered together and the next ones come together: in between there are few for a moment.
    private const int LullMilliseconds = 50;

    private int inFlight;
    private long burstUntil;

    public bool IsBurst => Volatile.Read(ref inFlight) > Calm || Environment.TickCount64 < Volatile.Read(ref burstUntil);

    public async Task<T> CountAsync<T>(Func<Task<T>> post)
    {
        if (Interlocked.Increment(ref inFlight) > Calm) Volatile.Write(ref burstUntil, Environment.TickCount64 + LullMilliseconds);
        try
        {
            return await post().ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }
}
