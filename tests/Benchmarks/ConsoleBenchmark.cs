using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace LeadRouter.Benchmarks;

/// <summary>The console's pages with a full store: time to the last byte, and bytes over the wire with all that a page refers to.</summary>
internal static partial class ConsoleBenchmark
{
    private const int Leads = 100_000;
    private const int Connections = 64;
    private const int Times = 20;

    private static readonly string[] Pages =
    [
        "/console", "/console/leads", "/console/leads?q=nobody-of-this-name", "/console/leads?state=won", "/console/rules", "/console/rules/RoutingRules", "/console/preview",
        "/console/pools", "/console/outreach", "/console/sources", "/console/insights?by=day", "/console/insights?by=rep", "/console/quarantine", "/console/jobs",
    ];

    public static async Task<string> RunAsync()
    {
        using var scratch = new Scratch();
        using var host = await HostUnderTest.StartAsync(scratch.Path);
        await LoadClient.RunAsync(host.Port, "/api/leads/website", Leads, Connections, Benchmarks.Leads.Body);
        await RouteBenchmark.WhenRoutedAsync(host, Leads);
        using var http = await SignInAsync(host.Port);
        var rows = new StringBuilder();
        foreach (var page in Pages) rows.AppendLine(await RowAsync(http, page));
        var lead = $"/console/leads/{(await host.GetAsync("/api/leads?limit=1")).GetProperty("items")[0].GetProperty("leadId").GetString()}";
        rows.AppendLine((await RowAsync(http, lead)).Replace(lead, "/console/leads/{leadId}", StringComparison.Ordinal));
        http.DefaultRequestHeaders.Add("Accept-Language", "es");
        rows.AppendLine((await RowAsync(http, lead)).Replace($"`{lead}`", "the same in Spanish", StringComparison.Ordinal));
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## Console

            {Leads:N0} leads in the store, one client, {Times} requests a page after one to warm up. Bytes are those of the page and all that it refers to, compressed.

            | page | median, ms | slowest, ms | KB |
            |---|---|---|---|
            {rows}
            Goals: 100 ms, 150 KB.

            """);
    }

    private static async Task<HttpClient> SignInAsync(int port)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var form = await http.GetStringAsync(new Uri("/console/sign-in", UriKind.Relative));
        using var body = new FormUrlEncodedContent(new Dictionary<string, string> { ["_form"] = WebUtility.HtmlDecode(Token().Match(form).Groups[1].Value), ["key"] = HostUnderTest.Key });
        using var signedIn = await http.PostAsync(new Uri("/console/sign-in", UriKind.Relative), body);
        if (signedIn.StatusCode != HttpStatusCode.SeeOther) throw new InvalidOperationException($"No sign-in: {signedIn.StatusCode}");
        http.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        return http;
    }

    private static async Task<string> RowAsync(HttpClient http, string page)
    {
        var bytes = await GetAsync(http, page);
        var times = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            var watch = Stopwatch.StartNew();
            await GetAsync(http, page);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        var size = bytes.Length;
        foreach (Match reference in Reference().Matches(Unpacked(bytes))) size += (await GetAsync(http, reference.Groups[1].Value)).Length;
        return string.Create(CultureInfo.InvariantCulture, $"| `{page}` | {times[Times / 2]:F1} | {times[^1]:F1} | {size / 1024.0:F0} |");
    }

    private static async Task<byte[]> GetAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsByteArrayAsync() : throw new InvalidOperationException($"{path}: {answer.StatusCode}");
    }

    private static string Unpacked(byte[] page)
    {
        using var unpacked = new System.IO.Compression.BrotliStream(new MemoryStream(page), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("name=\"_form\" value=\"([^\"]*)\"")]
    private static partial Regex Token();

    [GeneratedRegex("(?:href|src)=\"(/console/assets/[^\"]+)\"")]
    private static partial Regex Reference();
}
