namespace LeadRouter.Domain.Rules;

/// <summary>Rows by table; a table that is not there has no rows.</summary>
public sealed class ConfigTables
{
    public static readonly ConfigTables Empty = new(new Dictionary<string, IReadOnlyList<ConfigRow>>());

    private readonly Dictionary<string, IReadOnlyList<ConfigRow>> byName;

    public ConfigTables(IEnumerable<KeyValuePair<string, IReadOnlyList<ConfigRow>>> tables) =>
        byName = new Dictionary<string, IReadOnlyList<ConfigRow>>(tables, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<ConfigRow> this[string table] => byName.GetValueOrDefault(table, []);

    public IEnumerable<string> Names => byName.Keys;

    public ConfigTables With(string table, IReadOnlyList<ConfigRow> rows) =>
        new(new Dictionary<string, IReadOnlyList<ConfigRow>>(byName) { [table] = rows });
}
