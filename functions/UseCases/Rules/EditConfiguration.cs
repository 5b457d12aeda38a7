using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Rules;

/// <summary>What came of an edit of the configuration.</summary>
public abstract record EditOutcome
{
    /// <param name="Version">The version that was published with it; null when none was.</param>
    public sealed record Stored(ConfigPlan Plan, int? Version) : EditOutcome;

    /// <summary>What would come of it; nothing was stored.</summary>
    public sealed record Planned(ConfigPlan Plan) : EditOutcome;

    /// <summary>Nothing was stored.</summary>
    public sealed record Refused(ConfigPlan Plan) : EditOutcome;

    /// <summary>Others change the configuration all the time; nothing was stored.</summary>
    public sealed record Contended : EditOutcome;
}

/// <param name="Rows">New rows by table.</param>
/// <param name="AsOne">The whole must be without an error, or nothing changes.</param>
public sealed record EditRequest(IReadOnlyDictionary<string, IReadOnlyList<ConfigRow>> Rows, bool AsOne, bool Publish, bool DryRun, string Author, string Note);

/// <summary>Replaces rows of configuration tables, all or none; a draft may have errors, live tables may not.</summary>
public sealed class EditConfiguration(IConfigStore store, Configurations configurations, NoticeEdits notice, ConfigCheck check, TimeProvider clock)
{
    private const int MaxTries = 10;

    public async Task<EditOutcome> RunAsync(EditRequest request, CancellationToken ct)
    {
        for (var times = 0; times < MaxTries; times++)
        {
            var read = await store.TablesAsync(ct).ConfigureAwait(false);
            var version = await store.VersionAsync(read.Head.Version, ct).ConfigureAwait(false);
            var active = await store.ContentAsync(version!.Hash, ct).ConfigureAwait(false);
            var seen = await check.SeenAsync(ct).ConfigureAwait(false);
            var plan = ConfigEdit.Plan(read.Tables, active, request.Rows, request.AsOne, request.Publish, seen, check.Locale);
            if (!plan.CanStore) return new EditOutcome.Refused(plan);
            if (request.DryRun) return new EditOutcome.Planned(plan);
            if (!await store.CommitAsync(read, Commit(read.Head, plan, request), ct).ConfigureAwait(false)) continue;
            await notice.RunAsync(ct).ConfigureAwait(false);
            await configurations.FollowAsync(ct).ConfigureAwait(false);
            return new EditOutcome.Stored(plan, request.Publish ? read.Head.Latest + 1 : null);
        }
        return new EditOutcome.Contended();
    }

    private ConfigCommit Commit(ConfigHead head, ConfigPlan plan, EditRequest request) => new(request.Publish ? head.Latest + 1 : head.Version)
    {
        Rows = plan.Diffs.Where(d => !d.Value.IsEmpty).ToDictionary(d => d.Key, d => plan.After[d.Key]),
        Live = request.Publish || (plan.TouchesLive && plan.LiveWorks) ? plan.After : null,
        Published = request.Publish ? (New(head.Latest + 1, plan.After, request.Author, request.Note), plan.After) : null,
    };

    internal PublishedVersion New(int number, ConfigTables tables, string author, string note) =>
        new(number, ContentHash.Of(tables), author, clock.GetUtcNow(), note);
}
