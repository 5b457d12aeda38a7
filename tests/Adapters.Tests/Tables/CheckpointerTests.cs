using LeadRouter.Adapters.Tables.Sqlite;

namespace LeadRouter.Adapters.Tests.Tables;

/// <summary>The log of the embedded store is carried into its file while commits go on, and begins again.</summary>
public sealed class CheckpointerTests : IDisposable
{
    private const int Begin = 100;
    private const int PageSize = 4096;

    // One page of rows and one of their index are written by each commit, and up to a cycle's pages more before the log begins again.
    private const long MostLog = 4 * Begin * PageSize;

    private readonly TemporaryFolder folder = new();
    private readonly SqliteDatabase writer;
    private readonly SqliteStatement insert;
    private readonly Checkpointer checkpoints;

    public CheckpointerTests()
    {
        writer = Open();
        writer.Execute("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL)");
        insert = writer.Prepare("INSERT INTO words (word) VALUES (?1)");
        checkpoints = new Checkpointer(writer, Open(), Begin);
    }

    private string File => folder.File("words.db");

    private long LogBytes => new FileInfo(File + "-wal").Length;

    public void Dispose()
    {
        checkpoints.Dispose();
        writer.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1, 1, MostLog)]
    [InlineData(20, MostLog / 2, 2 * MostLog)]
    public void The_log_begins_again_however_much_is_committed_and_the_file_alone_holds_nearly_all(int batches, long leastLog, long mostLog)
    {
        Commit(1_500, batches);
        Assert.InRange(LogBytes, leastLog, mostLog);

        Assert.InRange(WordsInFileAlone(), 1_500 - (4 * Begin), 1_500);
        Assert.Equal(1_500, writer.Number("SELECT count(*) FROM words"));
    }

    [Fact]
    public void A_reader_keeps_what_he_sees_and_the_log_begins_again_when_he_is_done()
    {
        Commit(10);
        using (var reader = Open())
        {
            reader.Execute("BEGIN");
            Assert.Equal(10, reader.Number("SELECT count(*) FROM words"));
            Commit(1_000);
            Assert.Equal(10, reader.Number("SELECT count(*) FROM words"));
            Assert.True(LogBytes > MostLog, "The log that a reader needs was written over");
        }

        Commit(Begin);
        var held = LogBytes;
        Commit(1_000);
        Assert.Equal(held, LogBytes);
        Assert.Equal(1_010 + Begin + 1_000, writer.Number("SELECT count(*) FROM words"));
    }

    [Fact]
    public void What_a_burst_would_meet_is_carried_while_nothing_is_written_and_the_log_begins_again()
    {
        Commit(Begin / 4);
        Assert.True(checkpoints.WaitsForQuiet);
        var log = LogBytes;

        checkpoints.WhenQuiet();
        checkpoints.Rest();
        Assert.True(checkpoints.WaitsForQuiet, "The writer has to begin the log again");
        checkpoints.WhenQuiet();

        Assert.False(checkpoints.WaitsForQuiet);
        Assert.Equal(Begin / 4, WordsInFileAlone());
        Commit(1);
        Assert.Equal(log, LogBytes);
    }

    [Fact]
    public void A_short_log_is_not_worth_a_sync_of_the_file()
    {
        var before = new FileInfo(File).Length;
        Commit(Begin / 16);
        Assert.False(checkpoints.WaitsForQuiet);
        checkpoints.WhenQuiet();
        checkpoints.Rest();
        Assert.Equal(before, new FileInfo(File).Length);
    }

    private long WordsInFileAlone()
    {
        System.IO.File.Copy(File, File + "-alone");
        using var alone = Open(File + "-alone");
        return alone.Number("SELECT count(*) FROM words");
    }

    private void Commit(int times, int batches = 1)
    {
        for (var i = 0; i < times; i++)
        {
            insert.Bind(1, new string('w', 400)).Run();
            checkpoints.AfterCommit(batches);
            checkpoints.Rest();
        }
    }

    private SqliteDatabase Open() => Open(File);

    private static SqliteDatabase Open(string file)
    {
        var database = new SqliteDatabase(file, TimeSpan.FromSeconds(2));
        // What is tested does not depend on the disk.
        database.Execute("PRAGMA synchronous = OFF");
        return database;
    }
}
