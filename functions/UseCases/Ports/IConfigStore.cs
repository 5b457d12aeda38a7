using LeadRouter.Domain.Rules;

namespace LeadRouter.UseCases.Ports;

/// <summary>
/// The configuration tables and what is in force of them. What is in force is named by one head row and kept as content that never
/// changes; the tables themselves are only where people edit.
/// </summary>
public interface IConfigStore
{
    /// <summary>What is in force; null in an empty store. One read: hosts ask every second.</summary>
    Task<ConfigHead?> HeadAsync(CancellationToken ct);

    /// <summary>All tables as they are, drafts and live rows; an edit that was cut off is carried to its end first.</summary>
    Task<StoredTables> TablesAsync(CancellationToken ct);

    /// <summary>
    /// Writes rows and head as one act. False when somebody else changed the head since the tables were read: then nothing is written.
    /// </summary>
    Task<bool> CommitAsync(StoredTables read, ConfigCommit commit, CancellationToken ct);

    /// <summary>Puts version 1 and its rows into an empty store; when two hosts start at once, the first one's stay.</summary>
    Task SeedAsync(ConfigTables config, PublishedVersion version, CancellationToken ct);

    /// <summary>Null when there is no such version.</summary>
    Task<PublishedVersion?> VersionAsync(int number, CancellationToken ct);

    /// <summary>All versions, the newest first.</summary>
    Task<IReadOnlyList<PublishedVersion>> VersionsAsync(CancellationToken ct);

    /// <summary>The tables that a version or a live stamp names.</summary>
    Task<ConfigTables> ContentAsync(string hash, CancellationToken ct);

    Task<IReadOnlyList<KnownProblem>> ProblemsAsync(CancellationToken ct);

    /// <summary>Makes the table of problems say exactly this; what stood there already keeps its time.</summary>
    Task SaveProblemsAsync(IReadOnlyList<Problem> found, DateTimeOffset now, CancellationToken ct);

    /// <summary>The names of attributes that leads have had, the fixed ones left out.</summary>
    Task<IReadOnlyList<string>> SeenAttributesAsync(CancellationToken ct);

    /// <summary>False when another host wrote at the same time: then nothing is written.</summary>
    /// <param name="most">How many names are kept; those that were there first stay.</param>
    Task<bool> AddSeenAttributesAsync(IReadOnlyCollection<string> names, int most, CancellationToken ct);
}

/// <param name="Version">The active version.</param>
/// <param name="Latest">The number of the newest version.</param>
/// <param name="Live">The stamp of the live tables in force.</param>
public sealed record ConfigHead(int Version, int Latest, string Live);

/// <param name="Tag">The store's own memory of what was read.</param>
public sealed record StoredTables(ConfigHead Head, ConfigTables Tables, object Tag);

/// <summary>What changes together.</summary>
/// <param name="Active">The version that is active from now on.</param>
public sealed record ConfigCommit(int Active)
{
    /// <summary>All rows of each table that changes.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ConfigRow>> Rows { get; init; } = new Dictionary<string, IReadOnlyList<ConfigRow>>();

    /// <summary>A new version, and its tables.</summary>
    public (PublishedVersion Version, ConfigTables Tables)? Published { get; init; }

    /// <summary>Live tables that take effect; null when those in force stay.</summary>
    public ConfigTables? Live { get; init; }
}

/// <summary>A row of the list of versions.</summary>
/// <param name="Hash">Names the content: the same rows have the same hash.</param>
public sealed record PublishedVersion(int Number, string Hash, string Author, DateTimeOffset At, string Note);

/// <param name="Since">When it was first noticed.</param>
public sealed record KnownProblem(Problem Problem, DateTimeOffset Since);
