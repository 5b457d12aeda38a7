using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using LeadRouter.UseCases.Scoring;
using LeadRouter.UseCases.Tests.World;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Tests.Rules;

public class ConfigurationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edit_in_the_middle_of_flowing_leads_decides_each_whole_by_one_version()
    {
        await using var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1));
        var leads = Prove.Size(1_000, 10_000);
        var left = leads;
        var flow = Parallel.ForAsync(0, leads, Ct, async (i, ct) =>
        {
            var taken = Assert.IsType<Ingested.Accepted>(await process.Get<IngestSubmission>().RunAsync(A.Lead($"p{i}@acme{i}.example"), ct));
            await process.Get<AdvanceLead>().RunAsync(taken.Id, ct);
            Interlocked.Decrement(ref left);
        });
        var versions = 1;
        for (var number = 2; Volatile.Read(ref left) > 0 || number <= 3; number++, versions++)
            Assert.Equal(number, Assert.IsType<EditOutcome.Stored>(await process.EditAsync(
                publish: true, ("ScoringRules", [ConfiguredProcess.Scoring(number)]), ("RoutingRules", [ConfiguredProcess.Routing(number)]), ("SlaPolicies", [ConfiguredProcess.Policy(number)]))).Version);
        await flow;
        var records = await RecordsAsync(process);
        Assert.Equal(leads, records.Count);
        Assert.All(records, lead => Assert.Equal(
            (lead.Version, lead.Version, $"rule-{lead.Version}", $"policy-{lead.Version}", TimeSpan.FromMinutes(lead.Version)),
            (lead.Score!.Version, lead.Score.Total, lead.Score.Rule, lead.Life.Terms.Policy, lead.Life.Terms.AcceptWithin)));
        Assert.True(records.DistinctBy(r => r.Version).Count() > 1 && versions > 2, "no version changed while leads flowed");
    }

    [Fact]
    public async Task A_stored_score_replays_ten_versions_later()
    {
        await using var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1));
        var id = Assert.IsType<Ingested.Accepted>(await process.Get<IngestSubmission>().RunAsync(A.Lead("eva@acme.example"), Ct)).Id;
        await process.Get<AdvanceLead>().RunAsync(id, Ct);
        for (var number = 2; number <= 11; number++)
            await process.EditAsync(publish: true, ("ScoringRules", [ConfiguredProcess.Scoring(number)]), ("RoutingRules", [ConfiguredProcess.Routing(number)]), ("SlaPolicies", [ConfiguredProcess.Policy(number)]));
        process.Clock.Advance(TimeSpan.FromDays(40));
        var record = (await process.Get<ILeadStore>().OpenAsync(id, Ct))!.Record;
        // A host that was started since has compiled nothing of the old version yet.
        var later = new ScoreLead(await LaterAsync(process), process.Get<SeenAttributes>());
        Assert.Equal(11, process.Current.Rules.Number);
        Assert.True((await later.ReplayAsync(record, Ct))!.SaysTheSameAs(record.Score!));
        Assert.Equal((1, "rule-1"), (record.Score!.Total, record.Score.Rule));
    }

    [Fact]
    public async Task Of_publishers_at_once_one_wins_and_the_others_are_told()
    {
        await using var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1));
        var store = new MeetingStore(process.Get<IConfigStore>(), publishers: 4);
        var configurations = process.Get<Configurations>();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => new PublishDraft(store, configurations, process.Get<ConfigCheck>(), process.Clock).RunAsync($"p{i}", "", Ct)));
        Assert.Single(outcomes.OfType<PublishOutcome.Active>());
        Assert.Equal(3, outcomes.OfType<PublishOutcome.Overtaken>().Count());
        Assert.Equal((2, 2), (process.Current.Rules.Number, (await process.Get<IConfigStore>().VersionsAsync(Ct)).Count));
    }

    [Fact]
    public async Task A_good_edit_in_the_tables_themselves_applies_when_noticed_and_a_bad_one_never()
    {
        await using var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1));
        await TypeAsync(process, "Reps", "ana", ("Name", "Ana María"), ("Email", "ana@leadrouter.example"));
        await process.Get<NoticeEdits>().RunAsync(Ct);
        Assert.Equal("Ana María", Name(process));

        await TypeAsync(process, "Reps", "ana", ("Name", "Ana"), ("Email", "nowhere"));
        await process.Get<NoticeEdits>().RunAsync(Ct);
        Assert.Equal("Ana María", Name(process));
        var known = Assert.Single(await ErrorsAsync(process));
        Assert.Equal(("Reps", "ana", "Email", "nowhere", process.Clock.GetUtcNow()), (known.Problem.Table, known.Problem.Row, known.Problem.Column, known.Problem.Read, known.Since));

        // A host that starts now still has the last good state.
        Assert.Equal("Ana María", (await LaterAsync(process)).Current.Live.Reps[new RepId("ana")].Name);
        await TypeAsync(process, "Reps", "ana", ("Name", "Ana"), ("Email", "ana@leadrouter.example"));
        await process.Get<NoticeEdits>().RunAsync(Ct);
        Assert.Equal("Ana", Name(process));
        Assert.Empty(await ErrorsAsync(process));
    }

    [Fact]
    public async Task Another_host_follows_with_one_small_read()
    {
        await using var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1));
        var other = await LaterAsync(process);
        await process.EditAsync(publish: true, ("ScoringRules", [ConfiguredProcess.Scoring(2)]));
        await other.FollowAsync(Ct);
        Assert.Equal(2, other.Current.Rules.Number);
        var reads = process.Storage.Counters.Reads;
        await other.FollowAsync(Ct);
        Assert.Equal(reads + 1, process.Storage.Counters.Reads);
    }

    [Fact]
    public async Task Rolling_back_activates_the_older_version_and_a_version_whose_pool_is_gone_is_refused()
    {
        await using var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1));
        await process.EditAsync(publish: true, ("ScoringRules", [ConfiguredProcess.Scoring(2)]));
        Assert.IsType<PublishOutcome.Active>(await process.Get<ActivateVersion>().RunAsync(1, Ct));
        Assert.Equal(1, process.Current.Rules.Number);
        Assert.IsType<PublishOutcome.NoSuchVersion>(await process.Get<ActivateVersion>().RunAsync(9, Ct));

        await process.EditAsync(
            publish: true, ("Pools", [ConfigRow.From("crew")]), ("Memberships", [ConfigRow.From("crew-ana", ("Pool", "crew"), ("Rep", "ana"))]),
            ("RoutingRules", [ConfigRow.From("all", ("Priority", 1), ("Pool", "crew"), ("SlaPolicy", "policy-1"))]));
        Assert.Equal(3, process.Current.Rules.Number);
        var refused = Assert.IsType<PublishOutcome.Refused>(await process.Get<ActivateVersion>().RunAsync(1, Ct));
        Assert.Contains(refused.Problems, p => (p.Code, p.Read) == ("unknown.pool", "team"));
        Assert.Equal(3, process.Current.Rules.Number);
    }

    /// <summary>Hosts come and go, versions are published, rolled back and published again; leads are anywhere on their way meanwhile.</summary>
    [Fact]
    public async Task Whatever_becomes_of_the_versions_each_lead_ends_under_the_one_it_entered_with()
    {
        var storage = SqliteTableEngine.InMemory();
        var entered = new Dictionary<LeadId, int>();
        var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1), storage);
        int[] acts = [0, 2, 1, 3, 2, 4, 3, 1, 5];
        foreach (var version in acts)
        {
            // What is published is new; what is lower was published before: going back, or forward again.
            if (version > 0) await PutInForceAsync(process, version);
            for (var i = 0; i < Prove.Size(8, 112); i++)
            {
                var id = Assert.IsType<Ingested.Accepted>(await process.Get<IngestSubmission>().RunAsync(A.Lead($"p{entered.Count}@acme{entered.Count}.example"), Ct)).Id;
                entered[id] = process.Current.Rules.Number;
                if (i % 2 == 0) await process.Get<AdvanceLead>().RunAsync(id, Ct);
            }
            await process.DisposeAsync();
            process = await ConfiguredProcess.StartAsync(ConfigTables.Empty, storage);
            foreach (var id in entered.Keys.Where((_, i) => i % 3 == 0)) await process.Get<AdvanceLead>().RunAsync(id, Ct);
        }
        foreach (var id in entered.Keys) await EndAsync(process, id);
        var records = await RecordsAsync(process);
        Assert.Equal(entered.Count, records.Count);
        Assert.All(records, lead => Assert.Equal(
            (LeadStatus.Won, entered[lead.Id], entered[lead.Id], $"rule-{lead.Version}", $"policy-{lead.Version}"),
            (lead.Life.Status, lead.Version, lead.Score!.Version, lead.Score.Rule, lead.Life.Terms.Policy)));
        Assert.Equal([1, 2, 3, 4, 5], entered.Values.Distinct().Order());
        await process.DisposeAsync();
    }

    [Fact]
    public async Task A_column_that_no_lead_ever_had_is_told_with_the_name_that_was_meant()
    {
        var storage = SqliteTableEngine.InMemory();
        await using (var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1), storage))
        {
            await process.EditAsync(publish: false, ("ScoringRules", [ConfigRow.From("team", ("Group", "fit"), ("Points", 1), ("TeamSise", "> 3"))]));
            Assert.DoesNotContain(await CodesAsync(process), c => c == "attribute.never-seen");
            await RouteAsync(process, """{"email":"eva@acme.example","name":"Eva","TeamSize":"4","+34 600 123 456":"x"}""");
            await process.Get<NoticeEdits>().RunAsync(Ct);
            var told = Assert.Single((await process.Get<IConfigStore>().ProblemsAsync(Ct)).Select(p => p.Problem), p => p.Code == "attribute.never-seen");
            Assert.Equal(("ScoringRules", "TeamSise", true), (told.Table, told.Column, string.Equals(told.Suggestion, "TeamSize", StringComparison.OrdinalIgnoreCase)));
            await process.Get<SeenAttributes>().SaveAsync(Ct);
            var commits = storage.Counters.Commits;
            await process.Get<SeenAttributes>().SaveAsync(Ct);
            Assert.Equal((commits, "TEAMSIZE"), (storage.Counters.Commits, Assert.Single(await process.Get<IConfigStore>().SeenAttributesAsync(Ct)).ToUpperInvariant()));
        }
        await using var later = await ConfiguredProcess.StartAsync(ConfigTables.Empty, storage);
        await later.EditAsync(publish: false, ("ScoringRules", [ConfigRow.From("team", ("Group", "fit"), ("Points", 1), ("TeamSize", "> 3"))]));
        Assert.DoesNotContain(await CodesAsync(later), c => c == "attribute.never-seen");
    }

    [Theory]
    [InlineData("comma", 1)]
    [InlineData("point", 1_001)]
    public async Task Numbers_are_read_as_the_installation_writes_them(string numbers, int total)
    {
        var tables = ConfiguredProcess.Numbered(1).With("ScoringRules", [ConfiguredProcess.Scoring(1), ConfigRow.From("size", ("Group", "fit"), ("Points", 1_000), ("Employees", ">= 1.500"))]);
        await using var process = await ConfiguredProcess.StartAsync(tables, numbers: numbers);
        var lead = await RouteAsync(process, """{"email":"eva@acme.example","name":"Eva","employees":"2"}""");
        Assert.Equal(total, lead.Score!.Total);
    }

    [Fact]
    public async Task A_decision_names_the_version_and_the_live_rows_that_it_used()
    {
        await using var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1));
        var lead = await RouteAsync(process, """{"email":"eva@acme.example","name":"Eva"}""");
        var stored = Assert.Single((await process.Get<ILeadStore>().ReadAsync(lead.Id, Ct))!.Decisions);
        var request = DecisionJson.Read(System.Text.Encoding.UTF8.GetBytes(stored.Json)).Record!.Request;
        Assert.Equal((1, process.Current.LiveStamp), (request.ConfigVersion, request.LiveStamp));
    }

    private static async Task<LeadRecord> RouteAsync(ConfiguredProcess process, string body)
    {
        var id = Assert.IsType<Ingested.Accepted>(await process.Get<IngestSubmission>().RunAsync(A.Body(body), Ct)).Id;
        await process.Get<AdvanceLead>().RunAsync(id, Ct);
        return (await process.Get<ILeadStore>().OpenAsync(id, Ct))!.Record;
    }

    private static async Task<IEnumerable<string>> CodesAsync(ConfiguredProcess process) =>
        (await process.Get<IConfigStore>().ProblemsAsync(Ct)).Select(p => p.Problem.Code);

    private static async Task PutInForceAsync(ConfiguredProcess process, int version)
    {
        if ((await process.Get<IConfigStore>().VersionsAsync(Ct)).Any(v => v.Number == version))
            Assert.IsType<PublishOutcome.Active>(await process.Get<ActivateVersion>().RunAsync(version, Ct));
        else
            Assert.Equal(version, Assert.IsType<EditOutcome.Stored>(await process.EditAsync(
                publish: true, ("ScoringRules", [ConfiguredProcess.Scoring(version)]), ("RoutingRules", [ConfiguredProcess.Routing(version)]),
                ("SlaPolicies", [ConfiguredProcess.Policy(version)]))).Version);
    }

    private static async Task EndAsync(ConfiguredProcess process, LeadId id)
    {
        await process.Get<AdvanceLead>().RunAsync(id, Ct);
        var rep = (await process.Get<ILeadStore>().OpenAsync(id, Ct))!.Record.Life.Owner!.Value;
        foreach (var signal in new Signal[] { new Signal.Accepted(rep, 1), new Signal.Contacted(rep), new Signal.Qualified(rep, ["budget"]), new Signal.Won("crm") })
        {
            await process.Get<SendSignal>().RunAsync(id, new SignalRow($"{id}-{signal.GetType().Name}", process.Clock.GetUtcNow(), signal), Ct);
            await process.Get<AdvanceLead>().RunAsync(id, Ct);
        }
    }

    private static async Task<Configurations> LaterAsync(ConfiguredProcess process)
    {
        var later = new Configurations(process.Get<IConfigStore>(), process.Clock, process.Get<IOptions<LeadRouterOptions>>());
        await later.LoadAsync(ConfigTables.Empty, Ct);
        return later;
    }

    private static async Task<IEnumerable<KnownProblem>> ErrorsAsync(ConfiguredProcess process) =>
        (await process.Get<IConfigStore>().ProblemsAsync(Ct)).Where(p => p.Problem.Severity == Severity.Error);

    private static string Name(ConfiguredProcess process) => process.Current.Live.Reps[new RepId("ana")].Name;

    private static async Task TypeAsync(ConfiguredProcess process, string table, string key, params (string Column, object Value)[] cells) =>
        await process.Storage.CommitAsync(table, "default", [new RowWrite.Upsert(key, cells.ToDictionary(c => c.Column, c => c.Value))], Ct);

    private static async Task<List<LeadRecord>> RecordsAsync(ConfiguredProcess process)
    {
        var records = new List<LeadRecord>();
        string? cursor = null;
        do
        {
            var walk = await process.Get<ILeadStore>().WalkAsync(cursor, Ct);
            records.AddRange(walk.Leads);
            cursor = walk.Next;
        }
        while (cursor is not null);
        return records;
    }

    /// <summary>All publishers have read the head before any of them goes on.</summary>
    private sealed class MeetingStore(IConfigStore inner, int publishers) : IConfigStore
    {
        private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int waiting = publishers;

        public async Task<ConfigHead?> HeadAsync(CancellationToken ct)
        {
            var head = await inner.HeadAsync(ct);
            if (Interlocked.Decrement(ref waiting) <= 0) all.TrySetResult();
            await all.Task.WaitAsync(ct);
            return head;
        }

        public Task<StoredTables> TablesAsync(CancellationToken ct) => inner.TablesAsync(ct);

        public Task<bool> CommitAsync(StoredTables read, ConfigCommit commit, CancellationToken ct) => inner.CommitAsync(read, commit, ct);

        public Task SeedAsync(ConfigTables config, PublishedVersion version, CancellationToken ct) => inner.SeedAsync(config, version, ct);

        public Task<PublishedVersion?> VersionAsync(int number, CancellationToken ct) => inner.VersionAsync(number, ct);

        public Task<IReadOnlyList<PublishedVersion>> VersionsAsync(CancellationToken ct) => inner.VersionsAsync(ct);

        public Task<ConfigTables> ContentAsync(string hash, CancellationToken ct) => inner.ContentAsync(hash, ct);

        public Task<IReadOnlyList<KnownProblem>> ProblemsAsync(CancellationToken ct) => inner.ProblemsAsync(ct);

        public Task SaveProblemsAsync(IReadOnlyList<Problem> found, DateTimeOffset now, CancellationToken ct) => inner.SaveProblemsAsync(found, now, ct);

        public Task<IReadOnlyList<string>> SeenAttributesAsync(CancellationToken ct) => inner.SeenAttributesAsync(ct);

        public Task<bool> AddSeenAttributesAsync(IReadOnlyCollection<string> names, int most, CancellationToken ct) => inner.AddSeenAttributesAsync(names, most, ct);
    }
}
