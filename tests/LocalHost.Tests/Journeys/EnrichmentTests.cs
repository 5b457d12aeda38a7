using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>A service that knows companies: asked about the company only, and never waited for longer than a moment.</summary>
public sealed class EnrichmentTests : IAsyncLifetime
{
    private readonly List<string> questions = [];
    private WebApplication service = null!;
    private Func<JsonNode, HttpContext, Task> answer = (_, _) => Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        service = builder.Build();
        service.Urls.Add("http://127.0.0.1:0");
        service.MapPost("/", async (HttpContext context) =>
        {
            var question = (await JsonNode.ParseAsync(context.Request.Body))!;
            lock (questions) questions.Add(question.ToJsonString());
            await answer(question, context);
        });
        await service.StartAsync();
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task What_it_knows_of_the_company_is_there_before_the_lead_is_scored()
    {
        answer = (_, context) => context.Response.WriteAsJsonAsync(new { employees = 4200, industry = "Shipping", email = "somebody@else.example", country = "DE" });
        await using var host = await StartAsync(("AllowPrivateHooks", "true"), ("EnrichPerDay", "1"));
        var api = new Api(host.Client);
        var id = await api.ReceiveAsync(A.Lead().With("employees", null).With("email", "ada@shipping.example"));
        var lead = await api.LeadAsync(id);
        var known = lead.Json["attributes"]!;
        Assert.Equal(("4200", "Shipping", "ES", "ada@shipping.example"), (known["employees"]?.ToString(), known["industry"]?.ToString(), known["country"]?.ToString(), known["email"]?.ToString()));
        Assert.Contains("enriched", lead.Story);
        Assert.Equal("offered", lead.State);
        var question = Assert.Single(questions);
        Assert.Contains("shipping.example", question, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", question, StringComparison.OrdinalIgnoreCase);
        // The day's budget is one question.
        Assert.Equal("offered", (await api.LeadAsync(await api.ReceiveAsync(A.Lead()))).State);
        Assert.Single(questions);
    }

    [Fact]
    public async Task A_service_that_fails_or_is_silent_keeps_no_lead_waiting()
    {
        await using var host = await StartAsync(("AllowPrivateHooks", "true"), ("EnrichSeconds", "1"));
        var api = new Api(host.Client);
        foreach (var bad in new Func<JsonNode, HttpContext, Task>[]
        {
            (_, context) => Task.FromResult(context.Response.StatusCode = 500),
            (_, context) => context.Response.WriteAsync("no json"),
            (_, context) => context.Response.WriteAsync("[1]"),
            (_, context) => context.Response.WriteAsync(new string('x', 200_000)),
            (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted),
        })
        {
            answer = bad;
            Assert.Equal("offered", (await api.LeadAsync(await api.ReceiveAsync(A.Lead()))).State);
        }
        Assert.Equal(5, questions.Count);
    }

    [Fact]
    public async Task A_service_inside_a_private_network_is_not_asked_unless_somebody_allowed_it()
    {
        await using var host = await StartAsync();
        var api = new Api(host.Client);
        Assert.Equal("offered", (await api.LeadAsync(await api.ReceiveAsync(A.Lead()))).State);
        Assert.Empty(questions);
    }

    private Task<HostProcess> StartAsync(params (string Name, string Value)[] settings) => HostProcess.StartAsync(virtualClock: true, [("EnrichUrl", service.Urls.Single()), .. settings]);
}
