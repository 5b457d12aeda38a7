using System.Text;
using System.Text.Json;
using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Config;
using LeadRouter.AzureHost.Insights;
using LeadRouter.AzureHost.Intake;
using LeadRouter.AzureHost.Leads;
using LeadRouter.AzureHost.Tests.Bus;
using LeadRouter.AzureHost.Tests.Durable;
using LeadRouter.AzureHost.Tests.Parity;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace LeadRouter.AzureHost.Tests;

/// <summary>The trigger classes as the worker calls them, over a store in memory.</summary>
public sealed class TriggerTests : IAsyncLifetime
{
    private const string Lead = """{"email":"ada@northwind.example","full_name":"Ada Fielding"}""";

    private readonly Mock<DurableTaskClient> client = new("mock");
    private readonly FakeBus bus = new();
    private readonly ServiceProvider services;

    public TriggerTests() => services = new ServiceCollection()
        .AddLogging()
        .AddAzureHost(new ConfigurationBuilder().AddInMemoryCollection(Given.AzureSettings).Build())
        .AddSingleton(bus.Client)
        .AddSingleton<IMailer, RecordingMailer>()
        .AddSingleton<ITableEngine>(_ => SqliteTableEngine.InMemory())
        .AddSingleton<TimeProvider>(new FakeTimeProvider(World.Start))
        .BuildServiceProvider();

    public async ValueTask InitializeAsync() => await services.GetRequiredService<Configurations>().LoadAsync(Given.Configuration, default);

    public ValueTask DisposeAsync() => services.DisposeAsync();

    [Fact]
    public async Task A_posted_lead_is_stored_queued_answered_and_its_orchestration_started_from_the_queue()
    {
        var (status, body) = await PostLeadAsync();
        Assert.Equal(StatusCodes.Status200OK, status);
        Assert.Equal("accepted", body.GetProperty("status").GetString());
        var id = body.GetProperty("leadId").GetString()!;
        var message = Assert.Single(bus.In("lead-received"));
        Assert.Equal((id, id), (message.MessageId, message.Body.ToString()));
        await Make<IntakeFunctions>().StartLead(id, client.Object, default);
        StartedOnce(id);
    }

    [Fact]
    public async Task A_queue_that_is_down_does_not_lose_the_lead_and_the_sweep_starts_it()
    {
        bus.IsDown = true;
        var (status, body) = await PostLeadAsync();
        Assert.Equal((StatusCodes.Status200OK, "accepted"), (status, body.GetProperty("status").GetString()));
        ((FakeTimeProvider)services.GetRequiredService<TimeProvider>()).Advance(TimeSpan.FromMinutes(1));
        await SweepAsync();
        StartedOnce(body.GetProperty("leadId").GetString()!);
    }

    [Fact]
    public async Task A_message_whose_lead_cannot_be_started_goes_back_to_the_broker()
    {
        EngineIsDown();
        await Assert.ThrowsAsync<IOException>(() => Make<IntakeFunctions>().StartLead("lead1", client.Object, default));
    }

    [Fact]
    public async Task A_message_that_comes_twice_starts_one_orchestration()
    {
        var engine = new FakeDurable(() => World.Start, _ => Task.FromResult(new AdvanceResult("offered", "ana", World.Start.AddHours(1), 1)));
        for (var again = 0; again < 2; again++)
        {
            await Make<IntakeFunctions>().StartLead("lead1", engine.Client, default);
            await engine.SettleAsync();
        }
        Assert.Equal(1, engine.Instances["lead1"].Starts);
    }

    [Fact]
    public async Task An_engine_that_is_down_does_not_lose_the_lead_and_the_sweep_starts_it()
    {
        var (status, body) = await PostLeadAsync();
        Assert.Equal(StatusCodes.Status200OK, status);
        EngineIsDown();
        await SweepAsync();
        client.Reset();
        ((FakeTimeProvider)services.GetRequiredService<TimeProvider>()).Advance(TimeSpan.FromMinutes(1));
        await SweepAsync();
        StartedOnce(body.GetProperty("leadId").GetString()!);
    }

    [Fact]
    public async Task Keys_are_checked_by_the_product_itself()
    {
        var leads = Make<LeadFunctions>();
        Assert.Equal(StatusCodes.Status401Unauthorized, (await RunAsync(leads.ListLeads, Request("GET"))).Status);
        var request = Request("GET");
        request.Headers["x-api-key"] = "editor-key";
        Assert.Equal(StatusCodes.Status200OK, (await RunAsync(leads.ListLeads, request)).Status);
    }

    [Fact]
    public async Task The_activity_moves_the_lead_and_says_where_it_waits()
    {
        var (_, body) = await PostLeadAsync();
        var moved = await Make<AdvanceLeadActivity>().RunAsync(body.GetProperty("leadId").GetString()!, client.Object);
        Assert.Equal(("offered", World.Start.AddMinutes(15)), (moved.State, moved.WaitUntil));
        Assert.Equal(moved, JsonSerializer.Deserialize<AdvanceResult>(JsonSerializer.Serialize(moved)));
    }

    [Fact]
    public async Task An_unknown_lead_is_at_rest() =>
        Assert.Equal(new AdvanceResult("unknown", null, null, 0), await Make<AdvanceLeadActivity>().RunAsync("nobody", client.Object));

    [Fact]
    public async Task Every_reading_trigger_answers()
    {
        var request = () =>
        {
            var made = Request("GET");
            made.Headers["x-api-key"] = "editor-key";
            made.RouteValues["leadId"] = "000000000000000000000000";
            made.RouteValues["token"] = "none";
            return made;
        };
        foreach (var function in Function.All.Where(f => f.Http?.Methods!.Contains("get") == true))
        {
            var target = ActivatorUtilities.CreateInstance(services, function.Class);
            object?[] arguments = [.. function.Method.GetParameters().Select(p => p.ParameterType == typeof(HttpRequest) ? request()
                : p.ParameterType == typeof(DurableTaskClient) ? client.Object : (object)CancellationToken.None)];
            var result = await (Task<IResult>)function.Method.Invoke(target, arguments)!;
            var (status, _) = await ExecuteAsync(result);
            Assert.True(status is 200 or 404 || (status is 303 && function.Http!.Route!.StartsWith("console", StringComparison.Ordinal)), $"{function.Name} answers {status}");
        }
    }

    [Fact]
    public async Task The_configuration_is_there_before_the_first_call()
    {
        await using var empty = new ServiceCollection().AddOptions().AddSingleton<ITableEngine>(_ => SqliteTableEngine.InMemory()).AddSingleton(TimeProvider.System).AddSingleton<IConfigStore, TableConfigStore>().AddSingleton<Configurations>().BuildServiceProvider();
        var configurations = empty.GetRequiredService<Configurations>();
        await new ConfigurationStart(configurations).StartingAsync(default);
        Assert.Empty(configurations.Current.Live.Sources);
    }

    private T Make<T>() => ActivatorUtilities.CreateInstance<T>(services);

    private async Task<(int Status, JsonElement Body)> PostLeadAsync()
    {
        var request = Request("POST", Lead);
        request.RouteValues["source"] = "web";
        return await ExecuteAsync(await Make<IntakeFunctions>().ReceiveLead(request, client.Object, default));
    }

    private Task SweepAsync() => Make<SweepFunction>().RunAsync(new TimerInfo(), client.Object, default);

    private void EngineIsDown()
    {
        client.Setup(c => c.GetInstanceAsync(It.IsAny<string>(), false, It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("down"));
        client.Setup(c => c.ScheduleNewOrchestrationInstanceAsync(It.IsAny<TaskName>(), null, It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new IOException("down"));
    }

    private void StartedOnce(string id) => client.Verify(
        c => c.ScheduleNewOrchestrationInstanceAsync(
            It.Is<TaskName>(n => n.Name == nameof(LeadOrchestrator)), null, It.Is<StartOrchestrationOptions?>(o => o!.InstanceId == id), It.IsAny<CancellationToken>()),
        Times.Once);

    private async Task<(int Status, JsonElement Body)> RunAsync(Func<HttpRequest, CancellationToken, Task<IResult>> trigger, HttpRequest request) =>
        await ExecuteAsync(await trigger(request, default));

    private HttpRequest Request(string method, string body = "")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = method;
        context.Request.ContentType = body.Length > 0 ? "application/json" : null;
        context.Request.ContentLength = bytes.Length;
        context.Request.Body = new MemoryStream(bytes);
        return context.Request;
    }

    private async Task<(int Status, JsonElement Body)> ExecuteAsync(IResult result)
    {
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services, Response = { Body = answer } };
        await result.ExecuteAsync(context);
        var text = Encoding.UTF8.GetString(answer.ToArray());
        return (context.Response.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }
}
