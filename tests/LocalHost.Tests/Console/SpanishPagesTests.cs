using System.Text.RegularExpressions;
using LeadRouter.Domain.Rules;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Console;

/// <summary>The Spanish console with real data: what reads the same in English is a name, a key or a number, or it was forgotten.</summary>
public sealed partial class SpanishPagesTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    /// <summary>Words that are the same in both languages.</summary>
    private static readonly string[] Same = ["LeadRouter", "lead", "leads", "id", "UTC", "CET", "CST", "COT", "SLA", "CSV", "min", "total", "no", "Form", "spam", "general"];

    private readonly Api api = host.Api;

    [Fact]
    public async Task Whatever_is_ours_reads_otherwise_in_Spanish()
    {
        using var english = new ConsoleUser(host.Process);
        using var spanish = new ConsoleUser(host.Process, "es");
        await english.SignInAsync();
        await spanish.SignInAsync();
        var visits = await VisitsAsync(english);
        var allowed = Allowed();
        var left = new List<string>();
        foreach (var (name, visit) in visits)
        {
            var (mine, theirs) = (await visit(spanish), await visit(english));
            Assert.Contains("<html lang=\"es\">", mine.Html, StringComparison.Ordinal);
            left.AddRange(Texts(mine.Html).Intersect(Texts(theirs.Html)).Where(text => !IsIdentifier(text) && Word().Matches(text).Any(w => !allowed.Contains(w.Value))).Select(text => $"{name}: {text}"));
        }
        Assert.True(left.Count == 0, string.Join("\n", left));
    }

    /// <summary>Every page with something on it, and the answers to what people do wrong.</summary>
    private async Task<IReadOnlyList<(string Name, Func<ConsoleUser, Task<ConsoleAnswer>> Visit)>> VisitsAsync(ConsoleUser editor)
    {
        var stray = (await api.SubmitAsync(A.Lead(), "fair-2026")).Value("submissionId")!;
        await api.PostAsync("/api/leads/website", Api.Json(new { message = "who am I" }), key: null);
        var offered = await api.ReceiveAsync(A.Lead().With("phone", "12").With("company", ""));
        var won = await api.ReceiveAsync(A.Lead());
        foreach (var type in new[] { "accepted", "contacted", "won" }) await api.SignalAsync(won, new { type });
        var passedOn = await api.ReceiveAsync(A.Lead().With("country", "MX"));
        var unfit = await api.ReceiveAsync(A.Lead().With("email", "someone@gmail.com"));
        await api.SignalAsync(unfit, new { type = "disqualified", reason = "no-fit" });
        await editor.GetAsync("/console/quarantine");
        await editor.PostAsync("/console/quarantine/replay", ("source", "fair-2026"), ("reason", ""));
        await editor.PostAsync("/console/jobs/recount");
        await editor.PostAsync("/console/reps/lena/pause", ("until", ""), ("reason", "feria"));
        var rules = (await api.GetAsync("/api/config/ScoringRules")).Json.AsArray();
        rules[0]!["Points"] = "ten";
        rules[1]!["Country"] = ">> ES";
        await api.SendAsync(HttpMethod.Put, "/api/config/ScoringRules", Api.Json(rules), HostProcess.EditorKey);
        string[] pages =
        [
            "/console", "/console/leads", "/console/leads?state=won", $"/console/leads/{stray}", $"/console/leads/{offered}", $"/console/leads/{won}", $"/console/leads/{passedOn}", $"/console/leads/{unfit}",
            "/console/rules", "/console/rules/ScoringRules", "/console/preview", "/console/pools", "/console/outreach", "/console/sources", "/console/quarantine", "/console/jobs",
            .. new[] { "funnel", "speed", "sla", "leakage", "quality", "cost" }.Select(report => $"/console/insights?report={report}&by=week"),
        ];
        return
        [
            .. pages.Select(path => (path, (Func<ConsoleUser, Task<ConsoleAnswer>>)(user => user.GetAsync(path)))),
            ("no such lead", user => user.GetAsync("/console/leads/none")),
            ("a sheet with errors", async user => await user.SubmitAsync(await user.GetAsync("/console/rules/Pools"), "/console/rules/Pools", ("c0.0", "sometimes"), ("c1.4", "-1"), ("c2.5", "nowhere"), ("act", "save"))),
            ("a preview", async user => await AfterAsync(user, "/console/preview", ("Email", "ada@northwind.example"), ("Country", "ES"))),
            ("pressure", async user => await AfterAsync(user, "/console/outreach", ("email", "someone@gmail.com"))),
            ("a bad import", async user => await TurnedDownAsync(user, "/console/rules/Bands", "/console/rules/Bands/csv", ("csv", "RowKey;From\n;1"))),
            ("a bad day off", async user => await TurnedDownAsync(user, "/console/pools", "/console/reps/jonas/time-off", ("days", "2026-13-01"), ("was", ""))),
            ("a link to itself", async user => await TurnedDownAsync(user, $"/console/leads/{offered}", $"/console/leads/{offered}/links", ("other", offered), ("act", "link"))),
            ("an impossible link", async user => await TurnedDownAsync(user, $"/console/leads/{won}", $"/console/leads/{won}/links", ("other", offered), ("act", "link"))),
            ("nobody to give it to", async user => await TurnedDownAsync(user, $"/console/leads/{offered}", $"/console/leads/{offered}/signals", ("type", "reassigned"), ("owner", "nobody"), ("press", $"{Guid.NewGuid():N}"))),
            ("not qualified", async user => await TurnedDownAsync(user, $"/console/leads/{offered}", $"/console/leads/{offered}/signals", ("type", "qualified"), ("press", $"{Guid.NewGuid():N}"))),
            ("read again in vain", async user => await TurnedDownAsync(user, "/console/quarantine", $"/console/quarantine/{stray}/replay")),
            ("a period that cannot be", async user => await TurnedDownAsync(user, "/console/insights", "/console/insights?from=2026-03-02&to=2026-03-01")),
        ];
    }

    private static async Task<ConsoleAnswer> AfterAsync(ConsoleUser user, string page, params (string, string)[] fields)
    {
        await user.GetAsync(page);
        return (await user.PostAsync(page, fields)).Is(HttpStatusCode.OK);
    }

    /// <summary>The page with the word about what did not work.</summary>
    private static async Task<ConsoleAnswer> TurnedDownAsync(ConsoleUser user, string page, string action, params (string, string)[] fields)
    {
        await user.GetAsync(page);
        if (action.Contains('?', StringComparison.Ordinal)) await user.GetAsync(action);
        else (await user.PostAsync(action, fields)).Is(HttpStatusCode.SeeOther);
        var told = await user.GetAsync(page);
        Assert.Contains("class=\"flash bad\"", told.Html, StringComparison.Ordinal);
        return told;
    }

    /// <summary>The words of what people wrote: keys and names of the sample's rows, and what the leads of this test say.</summary>
    private static HashSet<string> Allowed()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "config", "sample");
        var rows = TableShapes.All.SelectMany(shape => ConfigCsv.Read(shape.Name, File.ReadAllText(Path.Combine(folder, $"{shape.Name}.csv"))).Rows).ToList();
        var written = rows.SelectMany(r => new[] { r.RowKey, r["Name"], r["Hours"], r["TimeZone"], r["Skills"], r["Languages"], r["Group"], r["Strategy"] }).OfType<string>()
            .Concat(A.Lead().Select(field => field.Value!.ToString())).Append("someone@gmail.com who am I fair-2026 feria console published sometimes nowhere ten Country ES MX Bands Pools");
        return written.SelectMany(text => Word().Matches(text)).Select(m => m.Value).Concat(Same).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Tables and columns are called by one name everywhere; codes are for programs.</summary>
    private static bool IsIdentifier(string text) => Code().IsMatch(text) || TableShapes.All.Any(s => s.Name == text || s.Columns.Any(column => $"{column}:" == text));

    private static IEnumerable<string> Texts(string html)
    {
        var shown = NotOurs().Replace(html[html.IndexOf("<body", StringComparison.Ordinal)..], "");
        return Text().Matches(shown).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value + m.Groups[2].Value).Trim()).Where(t => t.Length > 0).Distinct();
    }

    [GeneratedRegex("<table class=\"sheet\">.*?</thead>|<input name=\"[kc]\\d[^>]*>|<code>.*?</code>|<span lang=\"en\">.*?</span>|<button class=\"link\".*?</button>", RegexOptions.Singleline)]
    private static partial Regex NotOurs();

    [GeneratedRegex(">([^<>]+)<|(?:aria-label|placeholder)=\"([^\"]+)\"")]
    private static partial Regex Text();

    [GeneratedRegex("[\\p{L}]{2,}")]
    private static partial Regex Word();

    [GeneratedRegex("^[a-z0-9]{20,32}$|^[a-zA-Z]+\\.[a-z-]+$|^\\d")]
    private static partial Regex Code();
}
