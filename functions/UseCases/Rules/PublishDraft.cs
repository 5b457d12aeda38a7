using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Rules;

/// <summary>What came of publishing, or of activating an older version.</summary>
public abstract record PublishOutcome
{
    /// <summary>In force on this host already, and on the others within seconds.</summary>
    public sealed record Active(PublishedVersion Version, IReadOnlyList<Problem> Problems) : PublishOutcome;

    /// <summary>The last good version stays.</summary>
    public sealed record Refused(IReadOnlyList<Problem> Problems) : PublishOutcome;

    /// <summary>Somebody else published or activated a version meanwhile.</summary>
    public sealed record Overtaken(ConfigHead Head) : PublishOutcome;

    public sealed record NoSuchVersion : PublishOutcome;
}

/// <summary>Makes the draft the next version and activates it. Of several who publish at once one wins; the others are told.</summary>
public sealed class PublishDraft(IConfigStore store, Configurations configurations, ConfigCheck check, TimeProvider clock)
{
    public async Task<PublishOutcome> RunAsync(string author, string note, CancellationToken ct)
    {
        var asked = await store.HeadAsync(ct).ConfigureAwait(false);
        while (true)
        {
            var read = await store.TablesAsync(ct).ConfigureAwait(false);
            if ((read.Head.Version, read.Head.Latest) != (asked!.Version, asked.Latest)) return new PublishOutcome.Overtaken(read.Head);
            var problems = await check.RunAsync(read.Tables, ct).ConfigureAwait(false);
            if (problems.AnyError()) return new PublishOutcome.Refused(problems);
            var version = new PublishedVersion(read.Head.Latest + 1, ContentHash.Of(read.Tables), author, clock.GetUtcNow(), note);
            // Live rows that were checked with the draft take effect with it.
            var commit = new ConfigCommit(version.Number) { Published = (version, read.Tables), Live = read.Tables };
            if (!await store.CommitAsync(read, commit, ct).ConfigureAwait(false)) continue;
            await configurations.FollowAsync(ct).ConfigureAwait(false);
            // What was just published is what the tables say: no need to look at them again.
            await store.SaveProblemsAsync(problems, clock.GetUtcNow(), ct).ConfigureAwait(false);
            return new PublishOutcome.Active(version, problems);
        }
    }
}

/// <summary>Activates a version that was published before: rolling back, and forward again.</summary>
public sealed class ActivateVersion(IConfigStore store, Configurations configurations, NoticeEdits notice, ConfigCheck check)
{
    public async Task<PublishOutcome> RunAsync(int number, CancellationToken ct)
    {
        while (true)
        {
            if (await store.VersionAsync(number, ct).ConfigureAwait(false) is not { } version) return new PublishOutcome.NoSuchVersion();
            var read = await store.TablesAsync(ct).ConfigureAwait(false);
            var live = await store.ContentAsync(read.Head.Live, ct).ConfigureAwait(false);
            // A pool that the version names may be gone since.
            var problems = ConfigEdit.LiveErrors(await store.ContentAsync(version.Hash, ct).ConfigureAwait(false), live, check.Locale);
            if (problems.Count > 0) return new PublishOutcome.Refused(problems);
            if (!await store.CommitAsync(read, new ConfigCommit(number), ct).ConfigureAwait(false)) continue;
            await configurations.FollowAsync(ct).ConfigureAwait(false);
            await notice.RunAsync(ct).ConfigureAwait(false);
            return new PublishOutcome.Active(version, []);
        }
    }
}
