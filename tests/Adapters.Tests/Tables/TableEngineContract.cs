using LeadRouter.Adapters.Tables;
using static LeadRouter.Adapters.Tests.Tables.Rows;

namespace LeadRouter.Adapters.Tests.Tables;

/// <summary>What every table engine promises. A backend joins by saying how one is opened; each test has a partition of its own.</summary>
public abstract class TableEngineContract : IAsyncLifetime
{
    protected const string Table = "Contract";

    protected string Partition { get; } = Guid.NewGuid().ToString("N");

    protected ITableEngine Engine { get; private set; } = null!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected abstract ValueTask<ITableEngine> OpenAsync();

    public async ValueTask InitializeAsync() => Engine = await OpenAsync();

    public virtual async ValueTask DisposeAsync() => await Engine.DisposeAsync();

    [Fact]
    public async Task A_row_that_was_inserted_is_read_with_its_etag()
    {
        var etag = await InsertAsync("a", Row(("Name", "Ada")));

        var row = await GetAsync("a");

        Assert.Equal(("a", Partition, etag), (row!.RowKey, row.PartitionKey, row.ETag));
        Assert.Equal("Ada", row.Text("Name"));
        Assert.Single(row.Properties);
    }

    [Fact]
    public async Task A_row_that_was_never_written_is_null()
    {
        Assert.Null(await GetAsync("nobody"));
        Assert.Null(await Engine.GetAsync("NeverWritten", "p", "r", Ct));
        Assert.Empty((await Engine.QueryAsync(new("NeverWritten", "p", RowKeyRange.All), null, Ct)).Rows);
        Assert.Empty(await ListAsync(Engine.ScanAsync("NeverWritten", RowKeyRange.All, Ct)));
    }

    [Fact]
    public async Task Every_type_of_value_comes_back_as_it_was()
    {
        var row = Row(
            ("Text", "Grüße, 世界 🙂"), ("Empty", ""), ("Flag", true), ("NoFlag", false),
            ("Int", int.MinValue), ("Long", long.MaxValue), ("SmallLong", 1L), ("Double", 0.1), ("WholeDouble", 5.0), ("Tiny", double.Epsilon),
            ("Huge", double.MaxValue), ("NegativeZero", -0.0),
            ("Date", new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero).AddTicks(1)), ("Earliest", BatchLimits.EarliestDate),
            ("Bytes", new byte[] { 0, 1, 255 }), ("NoBytes", Array.Empty<byte>()), ("snake_case_9", "x"));

        await InsertAsync("a", row);

        AssertSame(row, (await GetAsync("a"))!.Properties);
    }

    [Fact]
    public async Task A_date_comes_back_in_UTC()
    {
        await InsertAsync("a", Row(("Date", new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(2)))));

        var date = Assert.IsType<DateTimeOffset>((await GetAsync("a"))!.Properties["Date"]);

        Assert.Equal((TimeSpan.Zero, 7), (date.Offset, date.Hour));
    }

    // No theory: an attribute cannot hold half a surrogate pair.
    [Fact]
    public async Task Odd_text_breaks_nothing()
    {
        (string Written, string ReadBack)[] texts =
        [
            ("a\0b", "a\0b"),
            ("line\r\n\ttab", "line\r\n\ttab"),
            ("half \ud83d", "half \ufffd"),
            ("\ude42 half", "\ufffd half"),
            ("wrong way \ude42\ud83d round", "wrong way \ufffd\ufffd round"),
            ("\ufeff\uffff\u2028", "\ufeff\uffff\u2028"),
            ("<a href='x'>&\"\\", "<a href='x'>&\"\\"),
        ];
        foreach (var (written, readBack) in texts)
        {
            await CommitAsync(Upsert("a", ("Text", written)));

            Assert.Equal(readBack, (await GetAsync("a"))!.Text("Text"));
        }
    }

    [Fact]
    public async Task An_insert_over_an_existing_row_is_refused()
    {
        await InsertAsync("a", Row(("N", 1)));

        Assert.Equal(Refused(0, Refusal.AlreadyExists), await CommitAsync(Insert("a", ("N", 2))));
        Assert.Equal(1, (await GetAsync("a"))!.Properties["N"]);
    }

    [Fact]
    public async Task A_replace_with_the_etag_of_the_row_removes_the_properties_that_it_does_not_have()
    {
        var first = await InsertAsync("a", Row(("N", 1), ("Old", "x")));

        var second = ETagOf(await CommitAsync(Replace("a", first, ("N", 2))));

        Assert.NotEqual(first, second);
        AssertSame(Row(("N", 2)), (await GetAsync("a"))!.Properties);
        Assert.Equal(second, (await GetAsync("a"))!.ETag);
    }

    [Fact]
    public async Task A_replace_or_delete_with_an_older_etag_is_refused()
    {
        var first = await InsertAsync("a", Row(("N", 1)));
        await CommitAsync(Replace("a", first, ("N", 2)));

        Assert.Equal(Refused(0, Refusal.Changed), await CommitAsync(Replace("a", first, ("N", 3))));
        Assert.Equal(Refused(0, Refusal.Changed), await CommitAsync(Delete("a", first)));
        Assert.Equal(2, (await GetAsync("a"))!.Properties["N"]);
    }

    [Fact]
    public async Task An_etag_that_no_engine_gave_matches_nothing()
    {
        await InsertAsync("a", Row(("N", 1)));

        foreach (var etag in new[] { "no such thing", "W/\"broken\r\nX-Evil: 1\"", "W/\"\"", "0" })
            Assert.Equal(Refused(0, Refusal.Changed), await CommitAsync(Replace("a", etag, ("N", 3))));
    }

    [Fact]
    public async Task A_replace_or_delete_of_a_missing_row_is_refused()
    {
        var etag = await InsertAsync("a", Row(("N", 1)));

        Assert.Equal(Refused(0, Refusal.NotFound), await CommitAsync(Replace("missing", etag, ("N", 3))));
        Assert.Equal(Refused(0, Refusal.NotFound), await CommitAsync(Delete("missing", etag)));
        Assert.Equal(Refused(0, Refusal.NotFound), await CommitAsync(Delete("missing", null)));
    }

    [Fact]
    public async Task A_delete_removes_the_row_with_its_etag_or_with_any()
    {
        var etag = await InsertAsync("a", Row(("N", 1)));
        await InsertAsync("b", Row(("N", 1)));

        Assert.Null(ETagOf(await CommitAsync(Delete("a", etag))));
        Assert.Null(ETagOf(await CommitAsync(Delete("b", null))));
        Assert.Empty(await KeysAsync(RowKeyRange.All));
    }

    [Fact]
    public async Task A_row_that_was_deleted_and_inserted_again_never_has_an_old_etag()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            Assert.True(seen.Add(await InsertAsync("a", Row(("N", 1)))));
            await CommitAsync(Delete("a", null));
        }
    }

    [Fact]
    public async Task An_upsert_writes_whatever_is_there()
    {
        var first = ETagOf(await CommitAsync(Upsert("a", ("N", 1), ("Old", "x"))));
        var second = ETagOf(await CommitAsync(Upsert("a", ("N", 2))));

        Assert.NotEqual(first, second);
        AssertSame(Row(("N", 2)), (await GetAsync("a"))!.Properties);
        Assert.Equal(second, (await GetAsync("a"))!.ETag);
    }

    [Fact]
    public async Task A_batch_answers_the_new_etag_of_each_write()
    {
        var a = await InsertAsync("a", Row(("N", 1)));
        await InsertAsync("b", Row(("N", 1)));

        var outcome = Assert.IsType<CommitOutcome.Committed>(
            await CommitAsync(Replace("a", a, ("N", 2)), Delete("b", null), Insert("c", ("N", 2)), Upsert("d", ("N", 2))));

        Assert.Equal(["a", "c", "d"], await KeysAsync(RowKeyRange.All));
        Assert.Equal([(await GetAsync("a"))!.ETag, null, (await GetAsync("c"))!.ETag, (await GetAsync("d"))!.ETag], outcome.ETags);
    }

    [Fact]
    public async Task A_refused_batch_writes_nothing_and_says_which_write_it_was()
    {
        var a = await InsertAsync("a", Row(("N", 1)));
        await InsertAsync("taken", Row(("N", 1)));

        Assert.Equal(
            Refused(2, Refusal.AlreadyExists),
            await CommitAsync(Replace("a", a, ("N", 2)), Insert("b", ("N", 2)), Insert("taken", ("N", 2)), Upsert("c", ("N", 2))));
        Assert.Equal(Refused(1, Refusal.NotFound), await CommitAsync(Upsert("b", ("N", 2)), Delete("missing", null)));
        Assert.Equal(Refused(1, Refusal.Changed), await CommitAsync(Insert("b", ("N", 2)), Replace("taken", a, ("N", 2))));

        Assert.Equal(["a", "taken"], await KeysAsync(RowKeyRange.All));
        Assert.Equal((a, 1), ((await GetAsync("a"))!.ETag, (await GetAsync("taken"))!.Properties["N"]));
    }

    [Fact]
    public async Task A_batch_has_at_most_100_writes_of_different_rows()
    {
        Assert.IsType<CommitOutcome.Committed>(await CommitAsync([.. Enumerable.Range(0, 100).Select(i => Insert($"r{i:000}", ("N", i)))]));

        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync([.. Enumerable.Range(0, 101).Select(i => Insert($"s{i:000}", ("N", i)))]));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync());
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Upsert("s", ("N", 1)), Upsert("s", ("N", 2))));
        Assert.Equal(100, (await KeysAsync(RowKeyRange.All)).Count);
    }

    [Fact]
    public async Task A_batch_is_at_most_4_MiB_as_it_travels()
    {
        // 900 KiB of bytes are 1.2 MiB of Base64.
        var large = new byte[900 * 1024];

        Assert.IsType<CommitOutcome.Committed>(await CommitAsync(Insert("a", ("B", large)), Insert("b", ("B", large)), Insert("c", ("B", large))));
        await Assert.ThrowsAsync<ArgumentException>(
            () => CommitAsync(Insert("d", ("B", large)), Insert("e", ("B", large)), Insert("f", ("B", large)), Insert("g", ("B", large))));

        // A plain letter travels as one byte, every other one as six: \u0416.
        var half = (RowBytes: BatchLimits.RowBytes / 2, Most: BatchLimits.RowBytes / 2 - 500);
        Assert.IsType<CommitOutcome.Committed>(
            await CommitAsync([.. Enumerable.Range(0, 7).Select(i => Insert($"plain{i}", ("T", new string('x', half.Most))))]));
        await Assert.ThrowsAsync<ArgumentException>(
            () => CommitAsync(Insert("cyrillic1", ("T", new string('Ж', half.Most))), Insert("cyrillic2", ("T", new string('Ж', half.Most)))));
    }

    [Fact]
    public async Task A_row_is_at_most_1_MiB()
    {
        Assert.IsType<CommitOutcome.Committed>(await CommitAsync(Insert("a", ("B", new byte[BatchLimits.RowBytes - 2000]))));
        Assert.IsType<CommitOutcome.Committed>(await CommitAsync(Insert("b", ("T", new string('x', BatchLimits.RowBytes / 2 - 1000)))));

        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("c", ("B", new byte[BatchLimits.RowBytes]))));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("c", ("T", new string('x', BatchLimits.RowBytes / 2)))));
        await Assert.ThrowsAsync<ArgumentException>(
            () => CommitAsync(Insert("c", [.. Enumerable.Range(0, 20).Select(i => ($"T{i}", (object)new string('x', 30_000)))])));
    }

    [Fact]
    public async Task A_row_has_at_most_251_properties_and_a_chunk_counts_as_one()
    {
        static (string, object)[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => ($"P{i}", (object)i))];

        Assert.IsType<CommitOutcome.Committed>(await CommitAsync(Insert("a", Many(251))));
        Assert.Equal(251, (await GetAsync("a"))!.Properties.Count);
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("b", Many(252))));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("b", [.. Many(250), ("Large", new byte[65 * 1024])])));
    }

    [Fact]
    public async Task Large_texts_and_bytes_come_back_whole_though_the_service_holds_64_KiB()
    {
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        var row = Row(
            ("Before", "x"), ("Text", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},"))), ("Bytes", bytes),
            ("Emoji", "x" + string.Concat(Enumerable.Repeat("🙂", 33_000))), ("Text_1", "like a chunk"), ("Edge", new string('e', 32 * 1024)),
            ("ByteEdge", new byte[64 * 1024]), ("After", 1));

        await InsertAsync("a", row);

        AssertSame(row, (await GetAsync("a"))!.Properties);
        AssertSame(row, (await RowsAsync(RowKeyRange.All)).Single().Properties);
        Assert.IsType<CommitOutcome.Committed>(await CommitAsync(Upsert("a", ("Text", "short now"))));
        AssertSame(Row(("Text", "short now")), (await GetAsync("a"))!.Properties);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u009fb")]
    [InlineData("a🙂")]
    [InlineData("")]
    public async Task A_key_with_a_character_that_the_service_forbids_is_an_argument_error(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert(key, ("N", 1))));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Delete(key, null)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Engine.CommitAsync(Table, key, [Insert("a", ("N", 1))], Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Engine.GetAsync(Table, Partition, key, Ct));
    }

    [Fact]
    public async Task A_key_has_no_half_of_a_surrogate_pair() =>
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("a\ud83d", ("N", 1))));

    [Theory]
    [InlineData("plain")]
    [InlineData("with space and ümläut")]
    [InlineData("it's \"quoted\" & <escaped> 100% + more=yes;no")]
    [InlineData("a@b.example|x:y,z(1)[2]{3}!$*~`^")]
    [InlineData("世界")]
    [InlineData("\uffff\ufdd0")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("%2F%00")]
    public async Task A_key_may_have_every_other_character(string key)
    {
        var partition = Partition + key;
        Assert.IsType<CommitOutcome.Committed>(await Engine.CommitAsync(Table, partition, [Insert(key, ("N", 1))], Ct));
        Assert.IsType<CommitOutcome.Committed>(await Engine.CommitAsync(Table, partition, [Upsert(key, ("N", 2)), Insert(key + "2", ("N", 2))], Ct));

        var row = await Engine.GetAsync(Table, partition, key, Ct);
        Assert.Equal((partition, key, 2), (row!.PartitionKey, row.RowKey, row.Properties["N"]));
        var page = await Engine.QueryAsync(new(Table, partition, RowKeyRange.Exactly(key)), null, Ct);
        Assert.Equal([key], page.Rows.Select(r => r.RowKey));
        Assert.IsType<CommitOutcome.Committed>(await Engine.CommitAsync(Table, partition, [Replace(key, row.ETag, ("N", 3))], Ct));
        Assert.IsType<CommitOutcome.Committed>(await Engine.CommitAsync(Table, partition, [Delete(key, null)], Ct));
        Assert.Null(await Engine.GetAsync(Table, partition, key, Ct));
    }

    [Fact]
    public async Task A_key_has_at_most_512_characters()
    {
        var longest = new string('k', 512);
        await InsertAsync(longest, Row(("N", 1)));

        Assert.Equal([longest], await KeysAsync(RowKeyRange.Exactly(longest)));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert(longest + "k", ("N", 1))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("with-dash")]
    [InlineData("with space")]
    [InlineData("_hidden")]
    [InlineData("_1_Text")]
    [InlineData("Timestamp")]
    [InlineData("PartitionKey")]
    [InlineData("odata.etag")]
    public async Task A_property_needs_a_name_that_is_an_identifier_and_not_taken(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("a", (name, 1))));

    [Fact]
    public async Task A_property_name_has_at_most_255_characters()
    {
        var longest = new string('P', 255);
        await InsertAsync("a", Row((longest, 1)));

        Assert.Equal(1, (await GetAsync("a"))!.Properties[longest]);
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("b", (longest + "P", 1))));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("b", (longest, new byte[65 * 1024]))));
    }

    [Fact]
    public async Task A_value_of_another_type_is_an_argument_error()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("a", ("V", 1.5m))));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("a", ("V", null!))));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("a", ("V", double.NaN))));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("a", ("V", double.NegativeInfinity))));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Insert("a", ("V", DateTimeOffset.MinValue))));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Replace("a", "*", ("V", 1))));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Delete("a", "")));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1st")]
    [InlineData("with_underscore")]
    public async Task A_table_has_a_name_that_the_service_takes(string table)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Engine.CommitAsync(table, "p", [Insert("a", ("N", 1))], Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Engine.GetAsync(table, "p", "a", Ct));
    }

    [Fact]
    public async Task Rows_come_in_ordinal_order_of_their_keys()
    {
        string[] keys = ["a", "A", "b", "B", "aa", "a b", "a-b", "1", "10", "2", "z", "ä", "Z", "_", "~", "é", "世", "\ud7ff", "\ue000", "\uffff"];
        await CommitAsync([.. keys.Select(key => Insert(key, ("N", 1)))]);

        Assert.Equal(keys.Order(StringComparer.Ordinal), await KeysAsync(RowKeyRange.All));
    }

    [Fact]
    public async Task A_range_has_its_first_key_and_not_its_last()
    {
        await CommitAsync([.. "abcdef".Select(c => Insert($"{c}", ("N", 1)))]);

        Assert.Equal(["b", "c"], await KeysAsync(new("b", "d")));
        Assert.Equal(["e", "f"], await KeysAsync(new("e", null)));
        Assert.Equal(["a", "b"], await KeysAsync(new(null, "c")));
        Assert.Equal(["c"], await KeysAsync(RowKeyRange.Exactly("c")));
        Assert.Empty(await KeysAsync(new("c", "c")));
        Assert.Empty(await KeysAsync(new("d", "b")));
    }

    [Fact]
    public async Task A_prefix_finds_all_keys_that_start_with_it_and_no_other()
    {
        string[] keys = ["due", "due-", "due-1", "due-9", "due.", "dv", "du", "x\ud7ff", "x\ud7ffy", "y\uffff", "y\uffffz", "z"];
        await CommitAsync([.. keys.Select(key => Insert(key, ("N", 1)))]);

        foreach (var prefix in new[] { "", "d", "due", "due-", "x\ud7ff", "y\uffff", "none" })
        {
            var expected = keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
            Assert.Equal(expected, await KeysAsync(RowKeyRange.Prefix(prefix)));
        }
    }

    [Fact]
    public async Task A_long_range_comes_in_pages()
    {
        for (var i = 0; i < 3; i++)
            await CommitAsync([.. Enumerable.Range(i * 90, 90).Select(n => Insert($"r{n:0000}", ("N", n)))]);

        var range = new TableRange(Table, Partition, RowKeyRange.Prefix("r"), PageSize: 100);
        var first = await Engine.QueryAsync(range, null, Ct);
        Assert.Equal(100, first.Rows.Count);
        Assert.NotNull(first.Continuation);
        Assert.Equal(Enumerable.Range(0, 270).Select(n => $"r{n:0000}"), await KeysAsync(range.RowKeys, pageSize: 100));
        Assert.Equal(270, (await KeysAsync(range.RowKeys, pageSize: 1000)).Count);
        await Assert.ThrowsAsync<ArgumentException>(async () => await Engine.QueryAsync(range with { PageSize = 1001 }, null, Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Engine.QueryAsync(range with { PageSize = 0 }, null, Ct));
    }

    [Fact]
    public async Task A_row_that_goes_while_a_query_pages_ends_no_query()
    {
        await CommitAsync([.. Enumerable.Range(0, 10).Select(n => Insert($"r{n}", ("N", n)))]);
        var range = new TableRange(Table, Partition, RowKeyRange.All, PageSize: 5);
        var first = await Engine.QueryAsync(range, null, Ct);

        await CommitAsync(Delete("r5", null));

        var second = await Engine.QueryAsync(range, first.Continuation, Ct);
        Assert.Equal(["r6", "r7", "r8", "r9"], second.Rows.Select(row => row.RowKey));
    }

    [Fact]
    public async Task A_scan_meets_every_row_of_the_range_in_every_partition_once_in_order()
    {
        var table = "Scan" + Partition;
        var expected = new List<(string, string)>();
        foreach (var partition in Enumerable.Range(0, 12).Select(n => $"p{n:00}"))
        {
            RowWrite[] writes = [.. Enumerable.Range(0, 99).Select(n => Insert($"due-{n:000}", ("N", n))), Insert("state", ("N", 1))];
            await Engine.CommitAsync(table, partition, writes, Ct);
            expected.AddRange(writes[..^1].Select(write => (partition, write.RowKey)));
        }

        var rows = await ListAsync(Engine.ScanAsync(table, RowKeyRange.Prefix("due-"), Ct));

        Assert.Equal(expected, rows.Select(row => (row.PartitionKey, row.RowKey)));
        Assert.Equal(1200, (await ListAsync(Engine.ScanAsync(table, RowKeyRange.All, Ct))).Count);
    }

    [Fact]
    public async Task A_scan_of_a_few_columns_leaves_the_others_where_they_are()
    {
        var table = "Columns" + Partition;
        var (large, noon) = (new string('x', 100_000), (object)new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
        await Engine.CommitAsync(table, "p1", [Insert("a", ("Before", large), ("Text", "é"), ("Yes", true), ("Int", 7), ("Body", new byte[] { 1, 2 }), ("At", noon), ("Größe", 2.5), ("After", large))], Ct);
        await Engine.CommitAsync(table, "p2", [Insert("a", ("No", false), ("Long", 8L), ("Double", 1.5), ("Earlier", noon), ("Text", "last")), Insert("b", ("Data", "{}"))], Ct);

        var page = await Engine.ScanPageAsync(new TableScan(table, RowKeyRange.All, ["At", "Text", "Int", "Größe", "Missing"]), null, Ct);

        Assert.Equal([("p1", "a"), ("p2", "a"), ("p2", "b")], page.Rows.Select(row => (row.PartitionKey, row.RowKey)));
        Assert.Equal(new Dictionary<string, object> { ["Text"] = "é", ["Int"] = 7, ["At"] = noon, ["Größe"] = 2.5 }, page.Rows[0].Properties);
        Assert.Equal(new Dictionary<string, object> { ["Text"] = "last" }, page.Rows[1].Properties);
        Assert.Empty(page.Rows[2].Properties);
    }

    [Fact]
    public async Task Nothing_is_written_under_a_row_that_was_not_read_whole()
    {
        var table = "Columns" + Partition;
        await Engine.CommitAsync(table, "p", [Insert("a", ("N", 1), ("M", 2))], Ct);
        var row = Assert.Single((await Engine.ScanPageAsync(new TableScan(table, RowKeyRange.All, ["N"]), null, Ct)).Rows);

        await Assert.ThrowsAsync<ArgumentException>(async () => await Engine.CommitAsync(table, "p", [new RowWrite.Replace("a", row.Properties, row.ETag)], Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Engine.CommitAsync(table, "p", [new RowWrite.Delete("a", row.ETag)], Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Engine.ScanPageAsync(new TableScan(table, RowKeyRange.All, ["RowKey"]), null, Ct));
    }

    [Fact]
    public async Task Partitions_and_tables_do_not_see_each_other()
    {
        await InsertAsync("a", Row(("N", 1)));
        await Engine.CommitAsync(Table, Partition + "2", [Insert("a", ("N", 2))], Ct);
        await Engine.CommitAsync("Other", Partition, [Insert("a", ("N", 3))], Ct);

        Assert.Equal(1, (await GetAsync("a"))!.Properties["N"]);
        Assert.Equal(3, (await Engine.GetAsync("Other", Partition, "a", Ct))!.Properties["N"]);
        Assert.Single(await KeysAsync(RowKeyRange.All));
    }

    [Fact]
    public async Task Racing_writers_on_one_row_lose_no_increment()
    {
        const int writers = 8, increments = 15;
        await InsertAsync("counter", Row(("N", 0)));

        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < increments; i++)
                await IncrementAsync();
        })));

        Assert.Equal(writers * increments, (await GetAsync("counter"))!.Properties["N"]);
    }

    [Fact]
    public async Task Of_racing_inserts_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(() => CommitAsync(Insert("claim", ("By", n))))));

        Assert.Single(outcomes, outcome => outcome is CommitOutcome.Committed);
        Assert.Equal(15, outcomes.Count(outcome => outcome == Refused(0, Refusal.AlreadyExists)));
    }

    [Fact]
    public async Task A_commit_is_seen_by_whoever_reads_after_it()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(async () =>
        {
            var etag = await InsertAsync($"row{n}", Row(("N", n)));
            Assert.Equal(etag, (await GetAsync($"row{n}"))?.ETag);
        })));
    }

    [Fact]
    public async Task Operations_are_counted()
    {
        // A first write may have to make its table.
        await CommitAsync(Upsert("first", ("N", 1)));
        var (commits, rows, reads) = (Engine.Counters.Commits, Engine.Counters.RowsWritten, Engine.Counters.Reads);

        await CommitAsync(Insert("a", ("N", 1)), Insert("b", ("N", 1)));
        await CommitAsync(Insert("a", ("N", 1)));
        await GetAsync("a");
        await KeysAsync(RowKeyRange.All);

        Assert.Equal(
            (commits + 2, rows + 3, reads + 2), (Engine.Counters.Commits, Engine.Counters.RowsWritten, Engine.Counters.Reads));
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Engine.CommitAsync(Table, Partition, [Insert("a", ("N", 1))], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Engine.GetAsync(Table, Partition, "a", cancelled));
        Assert.Null(await GetAsync("a"));
    }

    [Fact]
    public async Task Any_sequence_of_batches_ends_as_in_a_dictionary() => await ModelledBatches.CheckAsync(Engine, Table, ModelIterations);

    /// <summary>How many random sequences are worth their time on this backend.</summary>
    protected virtual int ModelIterations => 20;

    protected async Task<TableRow?> GetAsync(string rowKey) => await Engine.GetAsync(Table, Partition, rowKey, Ct);

    protected async Task<CommitOutcome> CommitAsync(params RowWrite[] writes) => await Engine.CommitAsync(Table, Partition, writes, Ct);

    protected async Task<string> InsertAsync(string rowKey, IReadOnlyDictionary<string, object> properties) =>
        ETagOf(await CommitAsync(new RowWrite.Insert(rowKey, properties)))!;

    private async Task IncrementAsync()
    {
        CommitOutcome outcome;
        do
        {
            var row = (await GetAsync("counter"))!;
            outcome = await CommitAsync(Replace("counter", row.ETag, ("N", (int)row.Properties["N"] + 1)));
        }
        while (outcome is CommitOutcome.Refused);
    }

    private async Task<List<string>> KeysAsync(RowKeyRange range, int pageSize = 1000) =>
        [.. (await RowsAsync(range, pageSize)).Select(row => row.RowKey)];

    private async Task<List<TableRow>> RowsAsync(RowKeyRange range, int pageSize = 1000)
    {
        var rows = new List<TableRow>();
        string? continuation = null;
        do
        {
            var page = await Engine.QueryAsync(new(Table, Partition, range, pageSize), continuation, Ct);
            rows.AddRange(page.Rows);
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return rows;
    }

    private static async Task<List<TableRow>> ListAsync(IAsyncEnumerable<TableRow> rows)
    {
        var list = new List<TableRow>();
        await foreach (var row in rows)
            list.Add(row);
        return list;
    }
}
