using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Sqlite;
using Microsoft.Data.Sqlite;
using static LeadRouter.Adapters.Tests.Tables.Rows;

namespace LeadRouter.Adapters.Tests.Tables;

/// <summary>What the embedded store promises beyond the contract: its file, its lock, its queue.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string StorePath => folder.File("data/store.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_reopened_store_has_its_rows_and_never_gives_an_old_etag_again()
    {
        var etags = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            await using var engine = SqliteTableEngine.Open(StorePath);
            Assert.Equal(i, (await engine.QueryAsync(new("Leads", "kept", RowKeyRange.All), null, Ct)).Rows.Count);
            await engine.CommitAsync("Leads", "kept", [Insert($"row{i}", ("N", i))], Ct);
            Assert.True(etags.Add(ETagOf(await engine.CommitAsync("Leads", "p", [Insert("again", ("N", i))], Ct))!));
            await engine.CommitAsync("Leads", "p", [Delete("again", null)], Ct);
        }
    }

    /// <summary>The first held rows in the order of their keys, the second with table and PartitionKey in each row.</summary>
    [Theory]
    [InlineData(1, "tab TEXT NOT NULL, pk TEXT NOT NULL, rk TEXT NOT NULL, version INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (tab, pk, rk)", "WITHOUT ROWID")]
    [InlineData(2, "id INTEGER PRIMARY KEY, tab TEXT NOT NULL, pk TEXT NOT NULL, rk TEXT NOT NULL, version INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (tab, pk, rk)", "")]
    public async Task A_store_of_an_older_schema_is_taken_over_with_its_etags(int schema, string columns, string kind)
    {
        await using (var engine = SqliteTableEngine.Open(StorePath))
        {
            await engine.CommitAsync("Leads", "p", [Insert("a", ("N", 1)), Insert("b", ("N", 2))], Ct);
            await engine.CommitAsync("Leads", "o", [Insert("a", ("N", 3))], Ct);
            await engine.CommitAsync("Other", "p", [Insert("a", ("N", 4))], Ct);
            await engine.CommitAsync("Leads", "p", [Insert("c", ("N", 5)), Upsert("a", ("N", 6))], Ct);
        }
        var before = await RowsAsync();
        Execute($"""
            CREATE TABLE old ({columns}) {kind};
            INSERT INTO old (tab, pk, rk, version, data) SELECT p.tab, p.pk, e.rk, e.version, e.data FROM entities e JOIN partitions p ON p.id = e.part;
            DROP TABLE entities;
            DROP TABLE partitions;
            ALTER TABLE old RENAME TO entities;
            PRAGMA user_version = {schema};
            """);

        Assert.Equal(before, await RowsAsync());
        await using var upgraded = SqliteTableEngine.Open(StorePath);
        Assert.NotNull(ETagOf(await upgraded.CommitAsync("Leads", "p", [Replace("b", before.Single(r => r.Key == "p/b").ETag, ("N", 7))], Ct)));
        Assert.Equal(7, (await upgraded.GetAsync("Leads", "p", "b", Ct))!.Properties["N"]);

        async Task<List<(string Key, object N, string ETag)>> RowsAsync()
        {
            await using var engine = SqliteTableEngine.Open(StorePath);
            var pages = new[] { await engine.ScanPageAsync(new TableScan("Leads", RowKeyRange.All), null, Ct), await engine.ScanPageAsync(new TableScan("Other", RowKeyRange.All), null, Ct) };
            return [.. pages.SelectMany(page => page.Rows).Select(r => ($"{r.PartitionKey}/{r.RowKey}", r.Properties["N"], r.ETag))];
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_store_whose_tables_are_the_same_is_marked_for_the_versions_before(int schema)
    {
        await using (var engine = SqliteTableEngine.Open(StorePath)) await engine.CommitAsync("Leads", "p", [Insert("a", ("N", 1))], Ct);
        Execute($"PRAGMA user_version = {schema}");

        await using (var engine = SqliteTableEngine.Open(StorePath)) Assert.Equal(1, (await engine.GetAsync("Leads", "p", "a", Ct))!.Properties["N"]);

        Assert.Equal(5L, Scalar("PRAGMA user_version"));
    }

    [Fact]
    public async Task A_partition_whose_last_row_went_leaves_no_key_behind_and_can_come_again()
    {
        await using (var engine = SqliteTableEngine.Open(StorePath))
        {
            await engine.CommitAsync("Leads", "gone", [Insert("a"), Insert("b")], Ct);
            await engine.CommitAsync("Leads", "kept", [Insert("a"), Insert("b")], Ct);
            foreach (var partition in new[] { "gone", "kept" }) await engine.CommitAsync("Leads", partition, [Delete("a", null)], Ct);
            Assert.Equal(["gone", "kept"], Partitions());
            await engine.CommitAsync("Leads", "gone", [Delete("b", null)], Ct);
            Assert.Equal(["kept"], Partitions());
            await engine.CommitAsync("Leads", "gone", [Insert("c")], Ct);
            Assert.Equal(["c"], (await engine.QueryAsync(new("Leads", "gone", RowKeyRange.All), null, Ct)).Rows.Select(r => r.RowKey));
        }

        string[] Partitions() => ((string)Scalar("SELECT group_concat(pk) FROM (SELECT pk FROM partitions ORDER BY pk)")!).Split(',');
    }

    [Fact]
    public async Task What_was_written_is_carried_into_the_file_while_nothing_else_comes()
    {
        const int rowBytes = 30_000, rows = 1_000, rowsOfABatch = 50;
        await using var engine = SqliteTableEngine.Open(StorePath);
        var text = new string('t', rowBytes);
        foreach (var batch in Enumerable.Range(0, rows).Chunk(rowsOfABatch))
            Assert.IsType<CommitOutcome.Committed>(await engine.CommitAsync("Leads", "p", [.. batch.Select(i => Insert($"row{i:D4}", ("Text", text)))], Ct));

        for (var waited = 0; new FileInfo(StorePath).Length < (long)rows * rowBytes; waited++)
        {
            Assert.True(waited < 300, "After half a minute the rows were still in the log alone");
            await Task.Delay(100, Ct);
        }
    }

    /// <summary>Rows grow, shrink and go, some larger than a page, in pages that they share with others; then one after the other is emptied.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_scrub_no_byte_of_what_rows_held_is_in_the_file_nor_in_its_log(bool isNew)
    {
        const int leads = 300;
        const int writes = 8_000;
        var random = new Random(20260302);
        await using (var engine = SqliteTableEngine.Open(StorePath))
            await engine.CommitAsync("Leads", "first", [Insert("a", ("N", 1))], Ct);
        if (!isNew) Execute("PRAGMA application_id = 0");
        await using (var engine = SqliteTableEngine.Open(StorePath))
        {
            var group = new List<Task>();
            for (var write = 0; write < writes; write++)
            {
                // Each lead lives for a while among its neighbours in time, as in earnest.
                var lead = Math.Clamp((write * leads / writes) + random.Next(-20, 20), 0, leads - 1);
                var row = $"row{random.Next(8)}";
                group.Add(engine.CommitAsync("Leads", $"lead{lead}", [Upsert(row, ("Text", Long(lead, random.Next(10, 400) * (random.Next(16) == 0 ? 15 : 1))))], Ct).AsTask());
                if (random.Next(6) == 0) group.Add(engine.CommitAsync("Leads", $"lead{lead}", [Delete(row, null)], Ct).AsTask());
                if (group.Count < 40) continue;
                await Task.WhenAll(group);
                group.Clear();
            }
            await Task.WhenAll(group);
            foreach (var erased in Enumerable.Range(0, leads).Where(lead => lead % 4 == 2))
            {
                foreach (var row in (await engine.QueryAsync(new("Leads", $"lead{erased}", RowKeyRange.All), null, Ct)).Rows)
                    await engine.CommitAsync("Leads", $"lead{erased}", [random.Next(2) == 0 ? Delete(row.RowKey, null) : Upsert(row.RowKey, ("Text", ""))], Ct);
                await engine.ScrubAsync();
                // What is written next into the pages where it stood does not bring it back.
                foreach (var neighbour in Enumerable.Range(erased - 10, 20).Where(lead => lead is >= 0 and < leads && lead % 4 != 2))
                    await engine.CommitAsync("Leads", $"lead{neighbour}", [Upsert($"row{random.Next(8)}", ("Text", Long(neighbour, random.Next(10, 400))))], Ct);
                Assert.All(Directory.EnumerateFiles(folder.File("data"), "store.db*").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)), file => Assert.DoesNotContain(Word(erased), Bytes(file), StringComparison.Ordinal));
                Assert.Contains(Word(erased + 1), Bytes(StorePath), StringComparison.Ordinal);
            }
        }
        Assert.Equal("ok", Scalar("PRAGMA integrity_check"));

        static string Word(int lead) => $"<secret of {lead:D4}>";

        static string Long(int lead, int length) => string.Concat(Enumerable.Repeat(Word(lead), 1 + (length / 20)));

        static string Bytes(string file)
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var all = new MemoryStream();
            open.CopyTo(all);
            return System.Text.Encoding.Latin1.GetString(all.GetBuffer(), 0, (int)all.Length);
        }
    }

    [Fact]
    public async Task A_second_opener_is_told_who_has_the_store()
    {
        await using (SqliteTableEngine.Open(StorePath))
        {
            var refused = Assert.Throws<StoreInUseException>(() => SqliteTableEngine.Open(StorePath));
            Assert.Contains($"process {Environment.ProcessId} on", refused.Message, StringComparison.Ordinal);
        }

        await using var next = SqliteTableEngine.Open(StorePath);
    }

    [Fact]
    public async Task Dispose_commits_what_is_waiting()
    {
        var engine = SqliteTableEngine.Open(StorePath);
        var waiting = Enumerable.Range(0, 500).Select(n => engine.CommitAsync("Leads", "p", [Insert($"r{n:000}", ("N", n))], Ct).AsTask()).ToList();

        await engine.DisposeAsync();

        Assert.All(await Task.WhenAll(waiting), outcome => Assert.IsType<CommitOutcome.Committed>(outcome));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await engine.CommitAsync("Leads", "p", [Insert("late", ("N", 1))], Ct));
        await using var reopened = SqliteTableEngine.Open(StorePath);
        Assert.Equal(500, (await reopened.QueryAsync(new("Leads", "p", RowKeyRange.All), null, Ct)).Rows.Count);
    }

    [Fact]
    public async Task Many_callers_share_one_sync()
    {
        await using var engine = SqliteTableEngine.Open(StorePath);

        await Task.WhenAll(Enumerable.Range(0, 2000).Select(n => engine.CommitAsync("Leads", $"p{n}", [Insert("r", ("N", n))], Ct).AsTask()));

        Assert.InRange(engine.Counters.Groups, 1, 1000);
    }

    [Fact]
    public async Task A_batch_is_written_after_those_that_it_follows_and_only_with_them()
    {
        await using var engine = SqliteTableEngine.Open(StorePath);
        IOrderedTables ordered = engine;
        Batch Lead(int number) => ordered.Prepare("Leads", "one", [Insert("row", ("N", number))]);
        var (first, again, other) = (Lead(1), Lead(2), ordered.Prepare("Leads", "two", [Insert("row", ("N", 3))]));
        Assert.Null(await engine.GetAsync("Leads", "one", "row", Ct));

        var follows = ordered.CommitAfterAsync([first], "LeadIndex", "shard", [Insert("one", ("N", 1))]);
        var orphan = ordered.CommitAfterAsync([first, again, other], "LeadIndex", "shard", [Insert("two", ("N", 2))]);

        Assert.IsType<CommitOutcome.Committed>(await follows);
        Assert.Equal(new CommitOutcome.Refused(0, Refusal.NotFollowed), await orphan);
        Assert.Equal(["one"], (await engine.QueryAsync(new("LeadIndex", "shard", RowKeyRange.All), null, Ct)).Rows.Select(r => r.RowKey));
        Assert.Equal(1, (await engine.GetAsync("Leads", "one", "row", Ct))!.Properties["N"]);
        Assert.Equal(new CommitOutcome.Refused(0, Refusal.AlreadyExists), again.Outcome);
        // The others had their turn with it, and can be followed without being written again.
        Assert.IsType<CommitOutcome.Committed>(other.Outcome);
        Assert.IsType<CommitOutcome.Committed>(await ordered.CommitAfterAsync([first, other], "LeadIndex", "shard", [Insert("three", ("N", 3))]));
    }

    [Fact]
    public async Task A_group_with_nothing_left_to_write_says_whether_what_it_follows_was_written()
    {
        await using var engine = SqliteTableEngine.Open(StorePath);
        IOrderedTables ordered = engine;
        var (first, again) = (ordered.Prepare("Leads", "one", [Insert("row", ("N", 1))]), ordered.Prepare("Leads", "one", [Insert("row", ("N", 2))]));
        await ordered.CommitAfterAsync([first, again], "LeadIndex", "shard", [Insert("row", ("N", 1))]);

        Assert.True(await CommitAsync(first));
        Assert.False(await CommitAsync(again));

        Task<bool> CommitAsync(Batch before)
        {
            var batch = new PartitionBatch(engine, "LeadIndex", "shard", isRetry: true);
            batch.Follow(before);
            return batch.CommitAsync(Ct);
        }
    }

    [Fact]
    public async Task What_a_batch_follows_is_written_with_it_or_not_at_all()
    {
        await using var engine = SqliteTableEngine.Open(StorePath, maxBytes: 200_000);
        IOrderedTables ordered = engine;
        var (small, tooLarge) = (ordered.Prepare("Leads", "one", [Insert("row", ("N", 1))]), ordered.Prepare("Leads", "two", [Insert("row", ("Body", new byte[300_000]))]));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => ordered.CommitAfterAsync([small, tooLarge], "LeadIndex", "shard", [Insert("one", ("N", 1))]).AsTask());

        Assert.Null(await engine.GetAsync("Leads", "one", "row", Ct));
        Assert.Null(small.Outcome);
        Assert.Null(await engine.GetAsync("LeadIndex", "shard", "one", Ct));
    }

    [Fact]
    public async Task A_locked_database_is_unavailable_and_works_again_once_it_is_free()
    {
        await using var engine = SqliteTableEngine.Open(StorePath);
        using (var other = Connect())
        {
            using var transaction = other.BeginTransaction();
            await Assert.ThrowsAsync<StorageUnavailableException>(async () => await engine.CommitAsync("Leads", "p", [Insert("r", ("N", 1))], Ct));
        }

        Assert.Null(await engine.GetAsync("Leads", "p", "r", Ct));
        ETagOf(await engine.CommitAsync("Leads", "p", [Insert("r", ("N", 1))], Ct));
    }

    [Fact]
    public async Task A_full_store_is_unavailable_loses_nothing_acknowledged_and_works_again_once_there_is_room()
    {
        var acknowledged = 0;
        await using (var engine = SqliteTableEngine.Open(StorePath, maxBytes: 1024 * 1024))
        {
            var full = await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            {
                for (; ; acknowledged++)
                    await engine.CommitAsync("Leads", "p", [Insert($"r{acknowledged:000}", ("Body", new byte[60_000]))], Ct);
            });
            Assert.Contains("full", full.Message, StringComparison.Ordinal);
            Assert.Equal(acknowledged, (await engine.QueryAsync(new("Leads", "p", RowKeyRange.All), null, Ct)).Rows.Count);

            ETagOf(await engine.CommitAsync("Leads", "p", [Delete("r000", null)], Ct));
            ETagOf(await engine.CommitAsync("Leads", "p", [Insert("room", ("Body", new byte[50_000]))], Ct));
        }

        await using var reopened = SqliteTableEngine.Open(StorePath);
        Assert.Equal(acknowledged, (await reopened.QueryAsync(new("Leads", "p", RowKeyRange.All), null, Ct)).Rows.Count);
    }

    [Fact]
    public async Task An_etag_given_after_a_failed_first_commit_never_comes_back_either()
    {
        string etag;
        await using (var engine = SqliteTableEngine.Open(StorePath, maxBytes: 200_000))
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(
                async () => await engine.CommitAsync("Leads", "p", [Insert("a", ("Body", new byte[500_000]))], Ct));
            etag = ETagOf(await engine.CommitAsync("Leads", "p", [Insert("a", ("N", 1))], Ct))!;
            Assert.Equal(etag, (await engine.GetAsync("Leads", "p", "a", Ct))?.ETag);
            await engine.CommitAsync("Leads", "p", [Delete("a", etag)], Ct);
        }

        await using var reopened = SqliteTableEngine.Open(StorePath);
        for (var i = 0; i < 5; i++)
        {
            Assert.NotEqual(etag, ETagOf(await reopened.CommitAsync("Leads", "p", [Insert("a", ("N", 1))], Ct)));
            await reopened.CommitAsync("Leads", "p", [Delete("a", null)], Ct);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_unavailable_and_not_touched()
    {
        var path = folder.File("letter.txt");
        await File.WriteAllTextAsync(path, new string('x', 10_000), Ct);

        Assert.Throws<StorageUnavailableException>(() => SqliteTableEngine.Open(path));

        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync(path, Ct));
    }

    [Fact]
    public async Task An_acknowledged_commit_survives_kill_9()
    {
        var acknowledged = new List<string>();
        for (var kill = 0; kill < 3; kill++)
        {
            using var writer = StoreWriter.Start(StorePath, firstNumber: kill * 1_000_000);
            acknowledged.AddRange(await writer.AcknowledgedAsync(atLeast: 300, Ct));
            var refused = Assert.Throws<StoreInUseException>(() => SqliteTableEngine.Open(StorePath));
            Assert.Contains($"process {writer.ProcessId} on", refused.Message, StringComparison.Ordinal);
            acknowledged.AddRange(await writer.KillAsync(Ct));
        }

        await using var engine = SqliteTableEngine.Open(StorePath);
        foreach (var key in acknowledged)
            Assert.NotNull(await engine.GetAsync(StoreWriter.Table, key, "row", Ct));
    }

    private void Execute(string sql) => Scalar(sql);

    private object? Scalar(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={StorePath};Pooling=False");
        connection.Open();
        return connection;
    }
}
