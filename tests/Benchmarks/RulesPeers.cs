using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RulesEngine.Models;

namespace LeadRouter.Benchmarks;

/// <summary>The same rows by other means.</summary>
internal static class RulesPeers
{
    public static IEnumerable<Figure> InProcess(Sheet sheet)
    {
        var leads = sheet.Leads;
        var closures = sheet.Rows.Select(Closure).ToArray();
        yield return Figure.Of("hand-written closures", sheet, lead => Count(closures, leads[lead]));
        var (countries, industries) = (Codes(sheet.Rows.Select(r => r.Country)), Codes(sheet.Rows.Select(r => r.Industry)));
        var flat = sheet.Rows.Select(r => (Country: countries[r.Country], Industry: industries[r.Industry], r.Least)).ToArray();
        var (country, industry, least) = (flat.Select(r => r.Country).ToArray(), flat.Select(r => r.Industry).ToArray(), flat.Select(r => r.Least).ToArray());
        var coded = leads.Select(l => (Country: countries[l.Country], Industry: industries[l.Industry], l.Employees)).ToArray();
        yield return Figure.Of("scan of flat arrays", sheet, lead => Scan(country, industry, least, coded[lead]));
        var index = sheet.Rows.GroupBy(r => (r.Country, r.Industry)).ToDictionary(g => g.Key, g => g.Select(r => r.Least).Order().ToArray());
        yield return Figure.Of("hash index over the two texts, then a search", sheet, lead => Find(index, leads[lead]));
    }

    public static Figure RulesEngine(Sheet sheet)
    {
        var workflow = new Workflow
        {
            WorkflowName = "rows",
            Rules = [.. sheet.Rows.Select((r, i) => new Rule
            {
                RuleName = $"r{i}",
                RuleExpressionType = RuleExpressionType.LambdaExpression,
                Expression = string.Create(CultureInfo.InvariantCulture, $"input1.Country == \"{r.Country}\" && input1.Industry == \"{r.Industry}\" && input1.Employees >= {r.Least}"),
            })],
        };
        var engine = new global::RulesEngine.RulesEngine([workflow]);
        // Nothing in it waits: the answer is there when the call returns, on this thread.
        return Figure.Of("Microsoft RulesEngine 6.0.1", sheet, lead => engine.ExecuteAllRulesAsync("rows", sheet.Leads[lead]).AsTask().GetAwaiter().GetResult().Count(r => r.IsSuccess));
    }

    public static async Task<IReadOnlyList<Figure>> NodeAsync(Sheet sheet)
    {
        var folder = Folder();
        await RunAsync(Path.Combine(folder, "install.sh"), [], "");
        var input = JsonSerializer.Serialize(new { rows = sheet.Rows, leads = sheet.Leads.Select(l => new { l.Country, l.Industry, l.Employees }) }, JsonSerializerOptions.Web);
        var output = JsonSerializer.Deserialize<Dictionary<string, NodeFigure>>(await RunAsync("node", [Path.Combine(folder, "peers.js")], input), JsonSerializerOptions.Web)!;
        foreach (var (how, figure) in output) Figure.Check(how, sheet, figure.Matches);
        return [.. output.Select(o => new Figure(o.Key, o.Value.Microseconds, null))];
    }

    private sealed record NodeFigure(double Microseconds, IReadOnlyList<int> Matches);

    private static Func<Sheet.Lead, bool> Closure(Sheet.Row row)
    {
        var (country, industry, least) = row;
        return lead => lead.Country == country && lead.Industry == industry && lead.Employees >= least;
    }

    private static int Count(Func<Sheet.Lead, bool>[] closures, Sheet.Lead lead)
    {
        var found = 0;
        foreach (var closure in closures)
            if (closure(lead)) found++;
        return found;
    }

    private static Dictionary<string, int> Codes(IEnumerable<string> texts) =>
        texts.Distinct().Select((text, code) => (text, code)).ToDictionary(t => t.text, t => t.code);

    private static int Scan(int[] country, int[] industry, int[] least, (int Country, int Industry, int Employees) lead)
    {
        var found = 0;
        for (var i = 0; i < country.Length; i++)
            if (country[i] == lead.Country && industry[i] == lead.Industry && lead.Employees >= least[i]) found++;
        return found;
    }

    private static int Find(Dictionary<(string, string), int[]> index, Sheet.Lead lead)
    {
        if (!index.TryGetValue((lead.Country, lead.Industry), out var least)) return 0;
        var (low, high) = (0, least.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (least[middle] <= lead.Employees) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "RulesPeers"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("tests/Benchmarks/RulesPeers");
        return Path.Combine(folder.FullName, "RulesPeers");
    }

    private static async Task<string> RunAsync(string command, IEnumerable<string> arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{command} ended with {process.ExitCode}");
    }
}
