using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

/// <summary>The configuration that an empty store starts with.</summary>
internal static class SampleConfig
{
    public static readonly string Folder = Path.Combine(Root(), "config", "sample");

    public static string Text(string table) => File.ReadAllText(Path.Combine(Folder, table + ".csv"));

    public static ConfigTables Load() => TableShapes.All.Aggregate(ConfigTables.Empty, (tables, shape) =>
    {
        var (rows, problems) = ConfigCsv.Read(shape.Name, Text(shape.Name));
        Assert.Empty(problems);
        return tables.With(shape.Name, rows);
    });

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LeadRouter.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
