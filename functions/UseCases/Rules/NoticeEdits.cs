using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Rules;

/// <summary>
/// Looks at the tables themselves, which people also edit with tools of their own: live rows that differ from those in force and are
/// valid take effect; every problem of draft and live rows is kept in a table of its own.
/// </summary>
public sealed class NoticeEdits(IConfigStore store, Configurations configurations, ConfigCheck check, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken ct)
    {
        var read = await store.TablesAsync(ct).ConfigureAwait(false);
        var active = await ActiveAsync(read.Head, ct).ConfigureAwait(false);
        var broken = ConfigEdit.LiveErrors(active, read.Tables, check.Locale);
        if (broken.Count == 0 && ContentHash.Of(read.Tables, live: true) != read.Head.Live)
            await store.CommitAsync(read, new ConfigCommit(read.Head.Version) { Live = read.Tables }, ct).ConfigureAwait(false);
        var problems = await check.RunAsync(read.Tables, ct).ConfigureAwait(false);
        await store.SaveProblemsAsync(ConfigEdit.Joined(problems, broken), clock.GetUtcNow(), ct).ConfigureAwait(false);
        await configurations.FollowAsync(ct).ConfigureAwait(false);
    }

    private async Task<ConfigTables> ActiveAsync(ConfigHead head, CancellationToken ct)
    {
        var version = await store.VersionAsync(head.Version, ct).ConfigureAwait(false) ?? throw new BadConfigurationException($"Version {head.Version} is active but not stored");
        return await store.ContentAsync(version.Hash, ct).ConfigureAwait(false);
    }
}
