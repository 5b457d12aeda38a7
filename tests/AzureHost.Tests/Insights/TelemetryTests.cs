using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using LeadRouter.AzureHost.Tests.Parity;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;

namespace LeadRouter.AzureHost.Tests.Insights;

public sealed class TelemetryTests
{
    private static readonly ActivitySource Requests = new(RequestsName);
    private const string RequestsName = "requests of the tests";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_trace_follows_a_lead_from_the_post_to_the_acceptance_and_holds_nothing_of_a_person(bool azure)
    {
        var name = $"traced-{azure}";
        var spans = new ConcurrentBag<Activity>();
        using var listener = Listen(spans);
        await using World world = azure ? new DurableWorld(Wakes.Prompt) : new LocalWorld(Wakes.Prompt);
        await world.StartAsync();
        ActivityTraceId trace;
        using (var post = Requests.StartActivity("POST /api/leads/{source}", ActivityKind.Server))
        {
            trace = post!.TraceId;
            await world.SubmitAsync(name, "ada@northwind.example");
        }
        await world.AtAsync("00:10");
        await world.TellAsync(name, "accept", new Signal.Accepted(await world.OwnerAsync(name)));

        var id = SubmissionIds.OfKey("web", name).Value;
        var own = spans.Where(s => (string?)s.GetTagItem("leadrouter.lead") == id).ToList();
        Assert.All(own, s => Assert.Equal(trace, s.TraceId));
        Assert.Superset(
            new HashSet<string> { "lead.move", "effect recognise", "effect score", "effect assign", "effect notifyRep", "effect acknowledgeContact" },
            own.Select(s => s.OperationName).ToHashSet());
        Assert.Contains(own.SelectMany(s => s.Events), e => e.Name == "signal accepted");
        var told = string.Concat(own.SelectMany(s => s.TagObjects.Select(t => $"{t.Key}={t.Value};")).Concat(own.SelectMany(s => s.Events.Select(e => e.Name))));
        foreach (var personal in new[] { "northwind", "Ada", "Fielding", "@" }) Assert.DoesNotContain(personal, told, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_watchdog_tells_the_accounts_the_pools_and_that_it_lives()
    {
        var told = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == LeadTelemetry.Name) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => told.AddOrUpdate(instrument.Name, value, (_, before) => Math.Max(before, value)));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => told.AddOrUpdate(instrument.Name, value, (_, before) => Math.Max(before, value)));
        listener.Start();
        await using var world = new DurableWorld(Wakes.Prompt);
        await world.StartAsync();
        await world.SubmitAsync("measured", "ada@northwind.example");
        await world.AtAsync("00:10");
        await world.TellAsync("measured", "accept", new Signal.Accepted(await world.OwnerAsync("measured")));
        Assert.True(told["leadrouter.heartbeat"] >= 1);
        Assert.True(told["leadrouter.accounting.received"] >= 1);
        Assert.Equal(0, told["leadrouter.accounting.imbalance"]);
        Assert.True(told["leadrouter.pool.credit.largest"] > 0);
        Assert.True(told["leadrouter.lead.moments"] >= 1);
        Assert.True(told["leadrouter.mail.outcomes"] >= 1);
        Assert.True(told["leadrouter.lead.response"] >= 0);
    }

    [Fact]
    public void Every_metric_and_span_is_documented()
    {
        var instruments = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == LeadTelemetry.Name) instruments.Add(instrument.Name);
            },
        };
        Type[] meters = [typeof(LeadTelemetry), typeof(UseCases.Insights.Watchdog), typeof(UseCases.Insights.WatchSources), typeof(UseCases.Outreach.MailCounts), typeof(UseCases.Assignment.CreditAlarms)];
        foreach (var type in meters) System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        listener.Start();
        var documented = Contract.Repository.Read("docs", "telemetry.md").Split('\n').Where(l => l.StartsWith("| `leadrouter.", StringComparison.Ordinal)).Select(l => l.Split('`')[1]).ToHashSet();
        Assert.Empty(instruments.Except(documented));
        Assert.DoesNotContain(documented.Except(instruments), name => !name.StartsWith("leadrouter.storage.", StringComparison.Ordinal));
    }

    private static ActivityListener Listen(ConcurrentBag<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is LeadTelemetry.Name or RequestsName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
