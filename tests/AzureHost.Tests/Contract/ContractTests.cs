using System.Reflection;
using System.Text.Json.Nodes;
using LeadRouter.Adapters.Http;
using LeadRouter.Adapters.Http.OpenApi;
using LeadRouter.AzureHost.Tests.Parity;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeadRouter.AzureHost.Tests.Contract;

/// <summary>What the code serves is what the contract and the page of the Azure host say.</summary>
public sealed class ContractTests : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection()
        .AddLogging()
        .AddAzureHost(new ConfigurationBuilder().AddInMemoryCollection(Given.AzureSettings).Build())
        .BuildServiceProvider();

    public ValueTask DisposeAsync() => services.DisposeAsync();

    [Fact]
    public void Every_route_stands_in_the_OpenAPI_document_with_its_methods_parameters_and_answers()
    {
        var routes = services.GetRequiredService<Router>().All;
        var paths = OpenApiDocument.Of(routes, "https://leads.northwind.example")["paths"]!.AsObject();
        foreach (var route in routes)
        {
            var item = paths["/" + route.Template]!.AsObject();
            Assert.Equal(route.Template.Split('{')[1..].Select(p => p.Split('}')[0]), Names(item["parameters"]));
            foreach (var method in route.Methods)
            {
                var operation = item[method.ToLowerInvariant()]!.AsObject();
                Assert.StartsWith(route.Name, operation["operationId"]!.ToString(), StringComparison.Ordinal);
                Assert.Equal(route.Query, Names(operation["parameters"]));
                Assert.Equal(route.Answers(method).Select(s => s.ToString(System.Globalization.CultureInfo.InvariantCulture)), operation["responses"]!.AsObject().Select(r => r.Key));
                Assert.Equal(route.Access == Access.Anyone, operation["security"] is null);
            }
        }
        Assert.Equal(routes.Sum(r => r.Methods.Count), paths.Sum(p => p.Value!.AsObject().Count(m => m.Key != "parameters")));
        var ids = paths.SelectMany(p => p.Value!.AsObject()).Where(m => m.Key != "parameters").Select(m => m.Value!["operationId"]!.ToString()).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void The_page_of_the_Azure_host_lists_every_function_and_what_starts_it()
    {
        var rows = Function.All.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"| `{f.Name}` | {StartOf(f.Method)} |");
        var wanted = string.Join('\n', ["| function | starts with |", "|---|---|", .. rows]);
        Assert.Equal(wanted, Repository.Generated("azure-host.md", "functions", wanted));
    }

    private static string StartOf(MethodInfo method)
    {
        var triggers = method.GetParameters().SelectMany(p => p.GetCustomAttributes()).ToList();
        return triggers.Select(trigger => trigger switch
        {
            HttpTriggerAttribute http => $"{string.Join(", ", http.Methods!.Select(m => m.ToUpperInvariant()))} `/{http.Route}`",
            TimerTriggerAttribute timer => $"timer `{timer.Schedule}`",
            ServiceBusTriggerAttribute queue => $"queue `{queue.QueueName}` of `{queue.Connection}`",
            OrchestrationTriggerAttribute => "the durable engine, an orchestration a lead",
            ActivityTriggerAttribute => "the orchestration",
            _ => null,
        }).Single(start => start is not null)!;
    }

    private static IEnumerable<string> Names(JsonNode? parameters) => parameters?.AsArray().Select(p => p!["name"]!.ToString()) ?? [];
}
