using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Rules;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests.Rules;

public class PreviewTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_changes_not_a_byte_of_the_store_and_sends_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("preview-");
        try
        {
            await using var storage = SqliteTableEngine.Open(Path.Combine(folder.FullName, "store.db"));
            await using var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1), storage);
            var id = Assert.IsType<Ingested.Accepted>(await process.Get<IngestSubmission>().RunAsync(A.Lead("eva@acme.example"), Ct)).Id;
            await process.Get<AdvanceLead>().RunAsync(id, Ct);
            await process.EditAsync(publish: false, ("ScoringRules", [ConfiguredProcess.Scoring(7)]));
            var (bytes, commits, mails) = (Bytes(folder), storage.Counters.Commits, process.Mails.Sent.Count);
            foreach (var version in new int?[] { null, 1, 9 })
                foreach (var request in new[] { new PreviewRequest(null, id, version), new PreviewRequest(Typed(("Email", "x@y.example")), null, version), new PreviewRequest(null, new LeadId("nobody"), version) })
                    await process.Get<PreviewLead>().RunAsync(request, Ct);
            Assert.Equal(bytes, Bytes(folder));
            Assert.Equal((commits, mails), (storage.Counters.Commits, process.Mails.Sent.Count));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task It_takes_the_draft_unless_a_version_is_named()
    {
        await using var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1));
        await process.EditAsync(publish: false, ("ScoringRules", [ConfiguredProcess.Scoring(7)]));
        Assert.Equal((7m, 1m), ((await SeeAsync(process, null)).Score.Total, (await SeeAsync(process, 1)).Score.Total));
    }

    [Fact]
    public async Task It_foretells_what_then_happens()
    {
        await using var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(3));
        var seen = await SeeAsync(process, 1);
        var id = Assert.IsType<Ingested.Accepted>(await process.Get<IngestSubmission>().RunAsync(A.Body("""{"Email":"x@y.example"}"""), Ct)).Id;
        await process.Get<AdvanceLead>().RunAsync(id, Ct);
        var record = (await process.Get<UseCases.Ports.ILeadStore>().OpenAsync(id, Ct))!.Record;
        var owner = Assert.IsType<AssignmentOutcome.Assigned>(Assert.Single(seen.Assignment)).Owner;
        Assert.Equal((record.Score!.Total, record.Score.Rule, record.Life.Owner), ((int)seen.Score.Total, ((RouteOutcome.Routed)seen.Route).Rule, owner));
        Assert.Equal(record.Life.Deadline!.At, seen.Deadlines[0].At);
    }

    [Fact]
    public async Task It_says_of_every_other_row_which_cell_failed_and_of_every_other_rep_why()
    {
        await using var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1)
            .With("RoutingRules", [ConfigRow.From("german", ("Priority", 0), ("Pool", "team"), ("SlaPolicy", "policy-1"), ("Country", "DE")), ConfiguredProcess.Routing(1)])
            .With("Reps", [A.Rep("ana"), A.Rep("ben", ("Paused", true))])
            .With("Memberships", [ConfigRow.From("a", ("Pool", "team"), ("Rep", "ana")), ConfigRow.From("b", ("Pool", "team"), ("Rep", "ben"))]));
        var seen = await SeeAsync(process, null);
        Assert.Equal(new FailedCell("german", "Country", "DE", null), Assert.Single(seen.Route.Failed));
        var candidates = Assert.Single(seen.Assignment).Decision.Record!.Candidates;
        Assert.Equal([("ana", ""), ("ben", "Paused")], candidates.Select(c => (c.Rep.Value, string.Join(' ', c.Exclusions.Select(x => x.Reason)))));
    }

    [Fact]
    public async Task An_unreadable_draft_is_told_with_its_problems()
    {
        await using var process = await ConfiguredProcess.StartAsync(ConfiguredProcess.Numbered(1));
        await process.EditAsync(publish: false, ("ScoringRules", [ConfigRow.From("x", ("Group", "fit"), ("Points", "many"))]));
        var outcome = await process.Get<PreviewLead>().RunAsync(new PreviewRequest(Typed(("Email", "x@y.example")), null, null), Ct);
        Assert.Contains(Assert.IsType<PreviewOutcome.Unreadable>(outcome).Problems, p => p.Read == "many");
    }

    private static async Task<PreviewOutcome.Seen> SeeAsync(ConfiguredProcess process, int? version) =>
        Assert.IsType<PreviewOutcome.Seen>(await process.Get<PreviewLead>().RunAsync(new PreviewRequest(Typed(("Email", "x@y.example"), ("Source", "web")), null, version), Ct));

    private static FormFields Typed(params (string Name, string Value)[] fields) =>
        new([.. fields.Select(f => KeyValuePair.Create<string, IReadOnlyList<string>>(f.Name, [f.Value]))]);

    private static string Bytes(DirectoryInfo folder) => string.Join('\n', folder.GetFiles("store.db*").Where(f => f.Name is "store.db" or "store.db-wal")
        .OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name} {Hash(f)}"));

    private static string Hash(FileInfo file)
    {
        using var open = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(open));
    }
}
