namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>
/// Carries the pages of the log into the file, on a thread and a connection of its own, while the writer goes on committing. The few that
/// came meanwhile are the writer's: once nothing is left, the log is written from its start again. It takes processors and the disk that
/// a burst of posts needs, so that it is best done before one comes: whenever nothing is written.
/// </summary>
/// <param name="writer">Whose commits fill the log; used by its own thread only.</param>
/// <param name="own">Another connection to the same file.</param>
/// <param name="begin">Pages of the log from which they are carried.</param>
internal sealed class Checkpointer(SqliteDatabase writer, SqliteDatabase own, int begin = Checkpointer.UsualBegin) : IDisposable
{
    // Leads are rewritten several times in a row, so rare checkpoints write far less.
    private const int UsualBegin = 16_000;

    // As many share a commit, on the average of the last ones, only when much is to be stored: then the log may grow longer, as a burst is
    // stored first.
    private const int Many = 8;
    private const double Newest = 1 / 16d;
    private const int UnderLoad = 3;
    private const int MostPasses = 4;

    // Each pass carries what came during the one before, and syncs the file: the last few pages are not worth one.
    private readonly int few = begin / 16;

    private readonly int enoughWhenQuiet = begin / 4;

    private int pages;
    private double sharing;
    private Task? passes;

    /// <summary>Whether <see cref="WhenQuiet"/> has anything to do; by the writer's thread.</summary>
    public bool WaitsForQuiet => passes is not null || pages >= enoughWhenQuiet;

    /// <summary>By the writer's thread, when the callers of its last transaction have their answers.</summary>
    /// <param name="batches">That it carried.</param>
    public void AfterCommit(int batches)
    {
        pages += writer.TakePagesWritten();
        sharing += (batches - sharing) * Newest;
        if (pages >= (sharing < Many || passes is not null ? begin : UnderLoad * begin))
            GoOn();
    }

    /// <summary>By the writer's thread, when nothing was to be written for a while.</summary>
    public void WhenQuiet()
    {
        if (WaitsForQuiet)
            GoOn();
    }

    /// <summary>By the writer's thread: returns when no pass is under way.</summary>
    public void Rest() => passes?.Wait();

    public void Dispose()
    {
        Rest();
        own.Dispose();
    }

    private void GoOn()
    {
        if (passes is null)
            passes = Task.Factory.StartNew(Carry, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        else if (passes.IsCompleted)
            Finish();
    }

    private void Carry()
    {
        for (var (pass, before) = (0, 0); pass < MostPasses; pass++)
        {
            var carried = own.Checkpoint().Carried;
            if (carried - before < few)
                return;
            before = carried;
        }
    }

    private void Finish()
    {
        passes = null;
        var (log, carried) = writer.Checkpoint();
        // A reader may still need the log; it will be done soon.
        pages = carried == log ? 0 : begin - few;
    }
}
