using System.Collections.Concurrent;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Rules;

/// <summary>The stored configuration cannot be used.</summary>
public sealed class BadConfigurationException : Exception
{
    public BadConfigurationException() { }

    public BadConfigurationException(string message) : base(message) { }

    public BadConfigurationException(string message, Exception inner) : base(message, inner) { }

    public BadConfigurationException(IEnumerable<Problem> problems) : this(string.Join(Environment.NewLine, problems)) { }
}

/// <summary>What this host decides by: the head's version and live tables, compiled once and shared until the head names others.</summary>
public sealed class Configurations(IConfigStore store, TimeProvider clock, IOptions<LeadRouterOptions> options) : IConfigurations, IDisposable
{
    public const string StarterNote = "What an empty store starts with";

    private readonly ConcurrentDictionary<int, RuleVersion> versions = new();
    private readonly SemaphoreSlim following = new(1, 1);
    private readonly NumberLocale locale = options.Value.Locale;
    private volatile Configuration? current;

    public Configuration Current => current ?? throw new InvalidOperationException("The configuration has not been loaded");

    /// <summary>Loads what is in force; an empty store gets the starter's tables first, as version 1.</summary>
    public async Task LoadAsync(ConfigTables starter, CancellationToken ct)
    {
        if (await store.HeadAsync(ct).ConfigureAwait(false) is null) await SeedAsync(starter, ct).ConfigureAwait(false);
        await FollowAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Takes over what the head names now. One small read when nothing has changed.</summary>
    public async Task FollowAsync(CancellationToken ct)
    {
        var head = await store.HeadAsync(ct).ConfigureAwait(false) ?? throw new BadConfigurationException("The store has no configuration");
        if (IsCurrent(head)) return;
        await following.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            // Read again: while we waited, another caller may have taken over a head that is newer than ours.
            head = await store.HeadAsync(ct).ConfigureAwait(false) ?? head;
            if (!IsCurrent(head)) current = await ReadAsync(head, ct).ConfigureAwait(false);
        }
        finally
        {
            following.Release();
        }
    }

    public async ValueTask<RuleVersion?> FindAsync(int number, CancellationToken ct)
    {
        if (versions.TryGetValue(number, out var known)) return known;
        if (await store.VersionAsync(number, ct).ConfigureAwait(false) is not { } version) return null;
        var (rules, problems) = RuleSet.Compile(await store.ContentAsync(version.Hash, ct).ConfigureAwait(false), locale);
        return versions.GetOrAdd(number, new RuleVersion(number, rules ?? throw new BadConfigurationException(problems)));
    }

    public void Dispose() => following.Dispose();

    private bool IsCurrent(ConfigHead head) => current is { } now && now.Rules.Number == head.Version && now.LiveStamp == head.Live;

    private async Task<Configuration> ReadAsync(ConfigHead head, CancellationToken ct)
    {
        var rules = await FindAsync(head.Version, ct).ConfigureAwait(false) ?? throw new BadConfigurationException($"Version {head.Version} is active but not stored");
        if (current is { } before && before.LiveStamp == head.Live) return before with { Rules = rules };
        var (live, problems) = LiveConfig.Read(await store.ContentAsync(head.Live, ct).ConfigureAwait(false), locale);
        return new Configuration(rules, live ?? throw new BadConfigurationException(problems), head.Live);
    }

    private async Task SeedAsync(ConfigTables starter, CancellationToken ct)
    {
        var (rules, frozen) = RuleSet.Compile(starter, locale);
        var (live, problems) = LiveConfig.Read(starter, locale);
        if (rules is null || live is null) throw new BadConfigurationException(frozen.Concat(problems));
        await store.SeedAsync(starter, new PublishedVersion(1, rules.Hash, "LeadRouter", clock.GetUtcNow(), StarterNote), ct).ConfigureAwait(false);
    }
}
