using System.Text.Json;
using LeadRouter.Adapters.Http;
using LeadRouter.Adapters.Tables;
using LeadRouter.AzureHost.Bus;
using LeadRouter.AzureHost.Insights;
using LeadRouter.AzureHost.Tests.Parity;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LeadRouter.AzureHost.Tests.Bus;

public sealed class EventRelayTests : IAsyncDisposable
{
    private readonly FakeBus bus = new();
    private readonly ServiceProvider services;

    public EventRelayTests() => services = new ServiceCollection()
        .AddLogging()
        .AddAzureHost(new ConfigurationBuilder().AddInMemoryCollection(Given.AzureSettings).Build())
        .AddSingleton(bus.Client)
        .AddSingleton<TimeProvider>(new FakeTimeProvider(World.Start.AddDays(401)))
        .AddSingleton<ITableEngine>(_ => SqliteTableEngine.InMemory())
        .BuildServiceProvider();

    public ValueTask DisposeAsync() => services.DisposeAsync();

    [Fact]
    public async Task Each_change_goes_out_once_as_a_CloudEvent_in_the_session_of_its_lead()
    {
        await ChangeAsync("a", 0, 3);
        await RelayAsync();
        await RelayAsync();
        var sent = bus.In("lead-events");
        Assert.Equal(["a-0", "a-1", "a-2"], sent.Select(m => m.MessageId));
        Assert.All(sent, m => Assert.Equal(("a", CloudEvent.MediaType), (m.SessionId, m.ContentType)));
        var body = JsonDocument.Parse(sent[1].Body.ToString()).RootElement;
        Assert.Equal("1.0", body.GetProperty("specversion").GetString());
        Assert.Equal(sent[1].Subject, body.GetProperty("type").GetString());
        Assert.Equal(["data", "datacontenttype", "id", "sequence", "source", "specversion", "subject", "time", "type"], Names(body));
        Assert.Equal(["leadId", "owner", "pool", "reason", "state"], Names(body.GetProperty("data")));
    }

    [Fact]
    public async Task What_happened_while_the_broker_was_down_goes_out_later_in_order()
    {
        await ChangeAsync("a", 0, 2);
        bus.IsDown = true;
        await Assert.ThrowsAsync<IOException>(RelayAsync);
        await ChangeAsync("a", 2, 2);
        bus.IsDown = false;
        await RelayAsync();
        Assert.Equal(["a-0", "a-1", "a-2", "a-3"], bus.In("lead-events").Select(m => m.MessageId));
    }

    [Fact]
    public async Task A_relay_that_dies_before_it_notes_its_position_sends_again_and_loses_nothing()
    {
        await ChangeAsync("a", 0, 150);
        var pages = 0;
        bus.BeforeSend = () => bus.IsDown = ++pages == 2;
        await Assert.ThrowsAsync<IOException>(RelayAsync);
        bus.IsDown = false;
        bus.BeforeSend = () => { };
        await services.GetRequiredService<Checkpoints>().SaveAsync(EventRelay.Checkpoint, "", default);
        await RelayAsync();
        var ids = bus.In("lead-events").Select(m => m.MessageId).ToList();
        Assert.Equal(250, ids.Count);
        Assert.Equal(Enumerable.Range(0, 150).Select(step => $"a-{step}"), ids.Skip(100));
    }

    [Fact]
    public async Task A_reason_that_a_person_has_written_stays_inside()
    {
        await ChangeAsync("a", 0, 1, "Ada Fielding called: too dear");
        await ChangeAsync("b", 0, 1, "timing");
        await RelayAsync();
        Assert.Equal([null, "timing"], bus.In("lead-events").OrderBy(m => m.SessionId, StringComparer.Ordinal)
            .Select(m => JsonDocument.Parse(m.Body.ToString()).RootElement.GetProperty("data").GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Old_events_leave_the_feed_and_a_reader_goes_on_where_he_was()
    {
        await ChangeAsync("a", 0, 3);
        await RelayAsync();
        var index = services.GetRequiredService<ILeadIndex>();
        Assert.Equal(0, await index.ForgetEventsAsync(World.Start, default));
        Assert.Equal(3, await index.ForgetEventsAsync(World.Start.AddSeconds(1), default));
        Assert.Empty((await index.FeedAsync(null, 100, default)).Items);
        await ChangeAsync("a", 3, 1);
        await RelayAsync();
        Assert.Equal(["a-0", "a-1", "a-2", "a-3"], bus.In("lead-events").Select(m => m.MessageId));
        await ActivatorUtilities.CreateInstance<ForgetFunction>(services).RunAsync(new TimerInfo(), default);
        Assert.Empty((await index.FeedAsync(null, 100, default)).Items);
    }

    private Task RelayAsync() => ActivatorUtilities.CreateInstance<RelayFunction>(services).RunAsync(new TimerInfo(), default);

    private async Task ChangeAsync(string lead, int from, int count, string? reason = null)
    {
        var id = new LeadId(lead);
        var events = Enumerable.Range(from, count).Select(step => new LeadEvent($"{lead}-{step}", step, World.Start, "offered", LeadStatus.Offered, null, null, reason));
        var record = new LeadRecord
        {
            Id = id,
            Source = "web",
            ReceivedAt = World.Start,
            Attributes = LeadAttributes.Empty,
            Version = 1,
            Life = LifecycleState.Received(World.Start),
            Step = from + count - 1,
            Outbox = [.. events],
        };
        await services.GetRequiredService<ILeadIndex>().RegisterAsync(record, default);
        await services.GetRequiredService<ILeadIndex>().PublishAsync(record, null, default);
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
}
