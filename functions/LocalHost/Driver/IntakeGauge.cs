namespace LeadRouter.LocalHost.Driver;

/// <summary>
/// How many submissions are being taken right now. Storing comes before routing: in a burst most of the driver's workers step aside,
/// and what is stored is routed as soon as the burst lets them.
/// </summary>
public sealed class IntakeGauge
{
    /// <summary>More than this many posts at once is a burst.</summary>
    private const int Calm = 16;

    private int inFlight;

    public bool IsBurst => Volatile.Read(ref inFlight) > Calm;

    public async Task CountAsync(Func<Task> post)
    {
        Interlocked.Increment(ref inFlight);
        try
        {
            await post().ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }
}
