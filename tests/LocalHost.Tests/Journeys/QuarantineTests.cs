using System.Text;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>Quarantine as a work list: mend the row, read again, throw away; nothing is ever uncounted.</summary>
public sealed class QuarantineTests : IAsyncLifetime
{
    private HostProcess process = null!;
    private Api api = null!;

    public async ValueTask InitializeAsync()
    {
        process = await HostProcess.StartAsync();
        api = new Api(process.Client);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    [Fact]
    public async Task A_mended_row_frees_what_waited_for_it_and_the_accounting_moves_along()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var reply = await api.SubmitAsync(new JsonObject { ["form"] = new JsonObject { ["mail"] = $"eva{i}@acme.example" } }, "formatura");
            ids.Add(reply.Is(HttpStatusCode.OK).Value("submissionId")!);
        }
        var other = (await api.SubmitAsync(A.Lead(), "elsewhere")).Value("submissionId")!;
        Assert.Equal("quarantined", (await ReplayAsync(ids[0])).Is(HttpStatusCode.OK).Value("status"));
        await CountsAsync(quarantined: 4, discarded: 0, inProgress: 0);

        await process.KillAsync();
        await StoreFile.PutSourceAsync(process, "formatura", ("Shape", "flat"), ("Map", "Email=form.mail"));
        await process.StartAgainAsync();
        var released = (await ReplayAsync(ids[0])).Is(HttpStatusCode.OK);
        Assert.Equal("released", released.Value("status"));
        await api.SettleAsync();
        var lead = await api.LeadAsync(ids[0]);
        Assert.Equal(("offered", "eva0@acme.example"), (lead.State, lead.Json["attributes"]!["email"]!.ToString()));
        await CountsAsync(quarantined: 3, discarded: 0, inProgress: 1);

        var all = (await api.PostAsync("/api/quarantine/replay", Api.Json(new { source = "formatura", reason = "source.unknown" }))).Is(HttpStatusCode.OK);
        Assert.Equal(("2", "0"), (all.Value("released"), all.Value("kept")));
        await api.SettleAsync();
        await CountsAsync(quarantined: 1, discarded: 0, inProgress: 3);
        (await ReplayAsync(ids[0])).Is(HttpStatusCode.Conflict, "quarantine.left");

        (await DiscardAsync(other)).Is(HttpStatusCode.OK);
        (await DiscardAsync(other)).Is(HttpStatusCode.OK);
        await CountsAsync(quarantined: 0, discarded: 1, inProgress: 3);
        (await DiscardAsync(ids[0])).Is(HttpStatusCode.Conflict, "quarantine.left");
        (await DiscardAsync("nobody")).Is(HttpStatusCode.NotFound, "lead.unknown");
        Assert.Empty((await api.GetAsync("/api/quarantine")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task The_list_says_why_and_what_was_read_and_can_be_asked_by_reason()
    {
        await api.SubmitAsync(A.Lead().With("email", "nobody").With("company", "Acme"));
        using var broken = new StringContent("{\"email\":", Encoding.UTF8, "application/json");
        await api.PostAsync("/api/leads/website", broken, key: null);
        var items = (await api.GetAsync("/api/quarantine?source=website&reason=contact.unreachable")).Is(HttpStatusCode.OK).Json["items"]!.AsArray();
        var item = Assert.Single(items)!;
        Assert.Equal(("contact.unreachable", "Acme"), (item["reason"]!.ToString(), item["attributes"]!["company"]!.ToString()));
        Assert.Single((await api.GetAsync("/api/quarantine?reason=body.unreadable")).Json["items"]!.AsArray());
    }

    private Task<Reply> ReplayAsync(string id) => api.PostAsync($"/api/quarantine/{id}/replay", null);

    private Task<Reply> DiscardAsync(string id) => api.SendAsync(HttpMethod.Delete, $"/api/quarantine/{id}", null, HostProcess.EditorKey);

    private async Task CountsAsync(int quarantined, int discarded, int inProgress)
    {
        var accounting = await api.AccountingAsync();
        Assert.Equal((quarantined, discarded, inProgress), (accounting["quarantined"]!.GetValue<int>(), accounting["discarded"]!.GetValue<int>(), accounting["inProgress"]!.GetValue<int>()));
    }
}
