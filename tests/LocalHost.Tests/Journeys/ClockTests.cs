using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>The hands of the virtual clock.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task The_clock_starts_at_its_instant_and_moves_only_forward()
    {
        await using var host = await HostProcess.StartAsync();
        var api = new Api(host.Client);
        var start = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        Assert.Equal(start, await api.NowAsync());
        await api.MoveToAsync(start.AddHours(1));
        Assert.Equal(start.AddHours(1), await api.NowAsync());
        (await SetAsync(api, new { to = start.AddMinutes(59) })).Is(HttpStatusCode.BadRequest, "clock.back");
        Assert.Equal(start.AddHours(1), await api.NowAsync());
        Assert.Equal(0, await api.MoveToAsync(start.AddHours(1)));
    }

    [Fact]
    public async Task A_move_that_makes_no_sense_is_told_so()
    {
        await using var host = await HostProcess.StartAsync();
        var api = new Api(host.Client);
        foreach (var by in new[] { "4 hours", "", "-PT1H", "P99999999Y", "PT" })
            (await api.PostAsync("/dev/clock/advance", Api.Json(new { by }), key: null)).Is(HttpStatusCode.BadRequest, "clock.span");
        (await api.PostAsync("/dev/clock/advance", Api.Json(new { by = "P9000Y" }), key: null)).Is(HttpStatusCode.BadRequest, "clock.span");
        (await SetAsync(api, new { to = "tomorrow" })).Is(HttpStatusCode.BadRequest, "clock.instant");
        (await SetAsync(api, new { to = "9999-12-31T23:59:59Z" })).Is(HttpStatusCode.BadRequest, "clock.instant");
        (await api.PostAsync("/dev/clock/set", Api.Json(new { }), key: null)).Is(HttpStatusCode.BadRequest, "clock.instant");
        using var broken = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        (await api.PostAsync("/dev/clock/advance", broken, key: null)).Is(HttpStatusCode.BadRequest, "body.unreadable");
        (await api.GetAsync("/health", key: null)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_the_option_the_wall_clock_rules_and_has_no_hands()
    {
        await using var host = await HostProcess.StartAsync(virtualClock: false);
        var api = new Api(host.Client);
        (await api.GetAsync("/dev/clock", key: null)).Is(HttpStatusCode.NotFound);
        var id = (await api.SubmitAsync(A.Lead())).Is(HttpStatusCode.OK).Value("leadId")!;
        Assert.InRange((await api.LeadAsync(id)).Json["receivedAt"]!.GetValue<DateTimeOffset>(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    private static Task<Reply> SetAsync(Api api, object body) => api.PostAsync("/dev/clock/set", Api.Json(body), key: null);
}
