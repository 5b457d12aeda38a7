using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>Pausing reps over HTTP, as an editor or a CRM does.</summary>
public sealed class PauseTests : IAsyncLifetime
{
    private HostProcess host = null!;
    private Api api = null!;

    public async ValueTask InitializeAsync()
    {
        host = await HostProcess.StartAsync();
        api = new Api(host.Client);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_lead_waits_for_paused_reps_and_goes_out_at_once_when_one_resumes()
    {
        var everybody = await EverybodyAsync();
        foreach (var rep in everybody) (await PauseAsync(rep, new { by = "lucia", reason = "training" })).Is(HttpStatusCode.OK);
        var id = await api.ReceiveAsync(A.Lead());
        Assert.Equal("held", (await api.LeadAsync(id)).State);
        var ledger = (await api.GetAsync("/api/pools/iberia/ledger")).Is(HttpStatusCode.OK).Json;
        Assert.All(ledger["reps"]!.AsArray(), r => Assert.Contains("paused", r!["reasons"]!.AsArray().Select(x => x!.GetValue<string>())));

        (await ResumeAsync("ana")).Is(HttpStatusCode.OK);
        await api.SettleAsync();
        var lead = await api.LeadAsync(id);
        Assert.Equal(("offered", "ana"), (lead.State, lead.Owner));
        // A pause is kept: the host that comes after this one heeds it.
        await host.KillAsync();
        await host.RestartAsync();
        var next = await new Api(host.Client).ReceiveAsync(A.Lead());
        Assert.Equal("ana", (await new Api(host.Client).LeadAsync(next)).Owner);
    }

    [Fact]
    public async Task A_pause_with_an_end_ends_at_that_instant()
    {
        var until = (await api.NowAsync()).AddMinutes(25);
        foreach (var rep in await EverybodyAsync()) await PauseAsync(rep, rep == "ana" ? new { until = (DateTimeOffset?)until } : new { until = (DateTimeOffset?)null });
        var id = await api.ReceiveAsync(A.Lead());
        Assert.Equal(until, (await api.LeadAsync(id)).Next);
        await api.MoveToAsync(until);
        Assert.Equal("ana", (await api.LeadAsync(id)).Owner);
    }

    [Fact]
    public async Task A_pause_that_makes_no_sense_is_told_so()
    {
        (await PauseAsync("nobody", new { })).Is(HttpStatusCode.NotFound, "rep.missing");
        (await ResumeAsync("nobody")).Is(HttpStatusCode.NotFound, "rep.missing");
        foreach (var until in new[] { "tomorrow", "2026-03-02T08:59:59Z", "2126-01-01" })
            (await PauseAsync("ana", new { until })).Is(HttpStatusCode.BadRequest, "until.invalid");
        foreach (var body in new[] { "[]", "{", "null", """{"until":7}""" })
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            (await api.PostAsync("/api/reps/ana/pause", content)).Is(HttpStatusCode.BadRequest, "body.unreadable");
        }
        (await api.PostAsync("/api/reps/ana/pause", null, HostProcess.ViewerKey)).Is(HttpStatusCode.Forbidden, "key.role");
        (await api.PostAsync("/api/reps/ana/pause", null)).Is(HttpStatusCode.OK);
        // Resuming is safe to repeat, and needs no pause.
        (await ResumeAsync("ana")).Is(HttpStatusCode.OK);
        Assert.False((await ResumeAsync("ana")).Is(HttpStatusCode.OK).Json["paused"]!.GetValue<bool>());
    }

    private async Task<List<string>> EverybodyAsync() =>
    [
        .. (await api.GetAsync("/api/pools")).Is(HttpStatusCode.OK).Json["items"]!.AsArray()
            .SelectMany(p => p!["reps"]!.AsArray()).Select(r => r!["rep"]!.GetValue<string>()).Distinct(),
    ];

    private Task<Reply> PauseAsync(string rep, object body) => api.PostAsync($"/api/reps/{rep}/pause", Api.Json(body));

    private Task<Reply> ResumeAsync(string rep) => api.PostAsync($"/api/reps/{rep}/resume", null);
}
