using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Rules;

namespace LeadRouter.LocalHost;

/// <summary>The sheets of <c>config/sample</c>, which are copied beside the program.</summary>
internal static class SampleConfiguration
{
    public static ConfigTables Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "config", "sample");
        var problems = new List<Problem>();
        var tables = new Dictionary<string, IReadOnlyList<ConfigRow>>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.csv"))
        {
            var table = Path.GetFileNameWithoutExtension(file);
            var (rows, found) = ConfigCsv.Read(table, CsvBytes.Decode(File.ReadAllBytes(file)));
            tables[table] = rows;
            problems.AddRange(found);
        }
        return problems.AnyError() ? throw new BadConfigurationException(problems) : new ConfigTables(tables);
    }
}
