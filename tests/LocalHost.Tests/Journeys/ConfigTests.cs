using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>The configuration over HTTP and by command: what a marketer does on a working day.</summary>
public sealed class ConfigTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private readonly Api api = host.Api;

    [Fact]
    public async Task A_draft_is_checked_published_used_and_rolled_back()
    {
        var before = await ActiveAsync();
        var rows = await RowsAsync("ScoringRules");
        rows.Single(r => r!["RowKey"]!.ToString() == "country-core")!["Points"] = "ten";
        var stored = (await PutAsync("ScoringRules", rows)).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("country-core", "Points", "10", "ten"), (stored["diff"]!["changed"]![0]!["row"]!.ToString(), stored["diff"]!["changed"]![0]!["column"]!.ToString(), stored["diff"]!["changed"]![0]!["before"]!.ToString(), stored["diff"]!["changed"]![0]!["after"]!.ToString()));
        var refused = (await PublishAsync("with a slip")).Is(HttpStatusCode.UnprocessableEntity, "config.invalid").Json;
        Assert.Equal("ten", refused["problems"]![0]!["read"]!.ToString());
        Assert.Equal(before, await ActiveAsync());
        Assert.Contains((await api.GetAsync("/api/config/problems")).Is(HttpStatusCode.OK).Json["problems"]!.AsArray(), p => p!["read"]!.ToString() == "ten" && p["since"] is not null);

        rows.Single(r => r!["RowKey"]!.ToString() == "country-core")!["Points"] = 17;
        Assert.Empty((await PutAsync("ScoringRules", rows)).Is(HttpStatusCode.OK).Json["problems"]!.AsArray());
        var version = (await PublishAsync("core countries count more")).Is(HttpStatusCode.OK).Json["version"]!.GetValue<int>();
        Assert.Equal(version, await ActiveAsync());
        Assert.Equal(17, await PointsOfNewLeadAsync());

        (await api.PostAsync($"/api/config/versions/{before}/activate", null)).Is(HttpStatusCode.OK);
        Assert.Equal((before, 10), (await ActiveAsync(), await PointsOfNewLeadAsync()));
        var versions = (await api.GetAsync("/api/config/versions")).Is(HttpStatusCode.OK).Json["versions"]!.AsArray();
        var newest = versions.Single(v => v!["version"]!.GetValue<int>() == version)!;
        Assert.Equal(("core countries count more", 64), (newest["note"]!.ToString(), newest["hash"]!.ToString().Length));
        (await api.PostAsync("/api/config/versions/999/activate", null)).Is(HttpStatusCode.NotFound, "version.unknown");
    }

    [Fact]
    public async Task A_sheet_comes_back_byte_for_byte_and_half_of_one_is_never_stored()
    {
        var csv = (await CsvAsync("RoutingRules")).Text;
        var same = (await PutCsvAsync("RoutingRules", csv)).Is(HttpStatusCode.OK).Json;
        Assert.Empty(same["diff"]!["changed"]!.AsArray());
        Assert.Equal(csv, (await CsvAsync("RoutingRules")).Text);

        // Cut off inside a quoted cell, wherever the rows that other tests added put the middle.
        (await PutCsvAsync("RoutingRules", csv[..(csv.IndexOf('\n', StringComparison.Ordinal) + 1)] + "\"iberia")).Is(HttpStatusCode.UnprocessableEntity, "config.invalid");
        Assert.Equal(csv, (await CsvAsync("RoutingRules")).Text);
        (await api.SendAsync(HttpMethod.Put, "/api/config/RoutingRules", new StringContent("<xml/>", Encoding.UTF8, "text/xml"), HostProcess.EditorKey)).Is(HttpStatusCode.UnsupportedMediaType, "body.unsupported");
        (await api.GetAsync("/api/config/RutingRules")).Is(HttpStatusCode.NotFound, "table.unknown");
    }

    [Fact]
    public async Task A_live_table_applies_at_once_or_not_at_all()
    {
        var reps = await RowsAsync("Reps");
        reps.Single(r => r!["RowKey"]!.ToString() == "ana")!["Email"] = "nowhere";
        (await PutAsync("Reps", reps)).Is(HttpStatusCode.UnprocessableEntity, "config.invalid");
        Assert.Equal("ana@ventas.example", (await RowsAsync("Reps")).Single(r => r!["RowKey"]!.ToString() == "ana")!["Email"]!.ToString());

        var sources = await RowsAsync("Sources");
        sources.Add(new JsonObject { ["RowKey"] = "fair", ["Shape"] = "flat" });
        (await api.SubmitAsync(A.Lead(), "fair")).Is(HttpStatusCode.OK);
        (await PutAsync("Sources", sources, "?dryRun=true")).Is(HttpStatusCode.OK);
        Assert.Equal("quarantined", (await api.SubmitAsync(A.Lead(), "fair")).Value("status"));
        (await PutAsync("Sources", sources)).Is(HttpStatusCode.OK);
        Assert.Equal("accepted", (await api.SubmitAsync(A.Lead(), "fair")).Value("status"));
    }

    [Fact]
    public async Task A_pool_and_the_rules_that_name_it_change_as_one_act()
    {
        var (pools, members, routing) = (await RowsAsync("Pools"), await RowsAsync("Memberships"), await RowsAsync("RoutingRules"));
        pools.Add(new JsonObject { ["RowKey"] = "nordic", ["Overflow"] = "always-on" });
        (await PutAsync("Pools", pools)).Is(HttpStatusCode.UnprocessableEntity, "config.invalid");
        members.Add(new JsonObject { ["RowKey"] = "nordic.lena", ["Pool"] = "nordic", ["Rep"] = "lena" });
        routing.Add(new JsonObject { ["RowKey"] = "nordic", ["Country"] = "SE;NO;DK", ["Priority"] = 5, ["Pool"] = "nordic", ["SlaPolicy"] = "standard" });
        var tables = new JsonObject { ["Pools"] = pools, ["Memberships"] = members, ["RoutingRules"] = routing };
        var answer = await api.ConfigureAsync(new JsonObject { ["tables"] = tables, ["publish"] = true, ["note"] = "north" });
        Assert.Equal(await ActiveAsync(), answer["version"]!.GetValue<int>());
        var preview = (await api.PostAsync("/api/preview", Json(new JsonObject { ["lead"] = new JsonObject { ["Country"] = "Sweden", ["Email"] = "x@y.example" }, ["version"] = "active" }), HostProcess.ViewerKey)).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("nordic", "nordic"), (preview["routing"]!["rule"]!.ToString(), preview["routing"]!["pool"]!.ToString()));
    }

    [Fact]
    public async Task The_command_exports_checks_imports_and_goes_back()
    {
        var folder = Directory.CreateTempSubdirectory("sheets-").FullName;
        try
        {
            string[] to = ["--url", host.Process.Url, "--key", HostProcess.EditorKey];
            Assert.Equal(0, await CommandLine.RunAsync(["config", "export", "--out", folder, "--comma", .. to]));
            Assert.Equal(0, await CommandLine.RunAsync(["config", "validate", folder, .. to]));
            var before = await ActiveAsync();
            var sheet = Path.Combine(folder, "Disqualifiers.csv");
            await File.AppendAllTextAsync(sheet, "default,robots,,,contains(beep),TRUE,spam,\r\n");
            Assert.Equal(0, await CommandLine.RunAsync(["config", "import", folder, "--dry-run", .. to]));
            Assert.DoesNotContain(await RowsAsync("Disqualifiers"), r => r!["RowKey"]!.ToString() == "robots");
            Assert.Equal(0, await CommandLine.RunAsync(["config", "import", folder, "--publish", "--note", "no robots", .. to]));
            Assert.Contains(await RowsAsync("Disqualifiers"), r => r!["RowKey"]!.ToString() == "robots");
            var published = await ActiveAsync();
            Assert.True(published > before);
            Assert.Equal(0, await CommandLine.RunAsync(["config", "rollback", .. to]));
            Assert.Equal(published - 1, await ActiveAsync());
            Assert.Equal(0, await CommandLine.RunAsync(["config", "rollback", $"{before}", .. to]));
            Assert.Equal(before, await ActiveAsync());
            await File.AppendAllTextAsync(sheet, "default,Robots 2,,,contains(beep),maybe,spam,\r\n");
            Assert.Equal(1, await CommandLine.RunAsync(["config", "import", folder, .. to]));
            Assert.Equal(1, await CommandLine.RunAsync(["config", "publish", "--url", host.Process.Url, "--key", "a-wrong-key"]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_lead_is_put_on_the_active_version_and_its_score_stays_told()
    {
        var id = await api.ReceiveAsync(A.Lead());
        (await PublishAsync("nothing new")).Is(HttpStatusCode.OK);
        (await api.PostAsync($"/api/lead/{id}/signals", Json(new JsonObject { ["type"] = "rebase", ["by"] = "a test" }))).Is(HttpStatusCode.OK);
        var lead = (await api.GetAsync($"/api/lead/{id}")).Json;
        var scoring = (await api.GetAsync($"/api/lead/{id}/decisions")).Json["scoring"]!;
        Assert.Equal(await ActiveAsync(), lead["version"]!.GetValue<int>());
        Assert.True(scoring["version"]!.GetValue<int>() < await ActiveAsync());
        Assert.True(scoring["replays"]!.GetValue<bool>());
    }

    private async Task<int> ActiveAsync() => (await api.GetAsync("/health")).Json["configurationVersion"]!.GetValue<int>();

    private async Task<JsonArray> RowsAsync(string table) => (await api.GetAsync($"/api/config/{table}")).Is(HttpStatusCode.OK).Json.AsArray();

    private Task<Reply> CsvAsync(string table) => api.SendAsync(HttpMethod.Get, $"/api/config/{table}", null, HostProcess.ViewerKey, ("Accept", "text/csv"));

    private Task<Reply> PutAsync(string table, JsonArray rows, string query = "") => api.SendAsync(HttpMethod.Put, $"/api/config/{table}{query}", Json(rows), HostProcess.EditorKey);

    private Task<Reply> PutCsvAsync(string table, string csv) =>
        api.SendAsync(HttpMethod.Put, $"/api/config/{table}", new StringContent(csv, Encoding.UTF8, "text/csv"), HostProcess.EditorKey);

    private Task<Reply> PublishAsync(string note) => api.PostAsync("/api/config/publish", Json(new JsonObject { ["note"] = note }));

    private async Task<int> PointsOfNewLeadAsync()
    {
        var id = await api.ReceiveAsync(A.Lead());
        var evidence = (await api.GetAsync($"/api/lead/{id}")).Json["score"]!["evidence"]!.AsArray();
        return evidence.Single(e => e!["rule"]!.ToString() == "country-core")!["points"]!.GetValue<int>();
    }

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
