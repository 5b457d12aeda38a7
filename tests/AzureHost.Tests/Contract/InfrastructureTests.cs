using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using LeadRouter.Adapters.Tables;
using LeadRouter.AzureHost.Bus;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Leads;
using Microsoft.Azure.Functions.Worker;

namespace LeadRouter.AzureHost.Tests.Contract;

/// <summary>The infrastructure has what the code asks for, under the same names.</summary>
public sealed partial class InfrastructureTests
{
    private static readonly IReadOnlyList<JsonElement> Resources = Repository.Resources();

    private static IReadOnlyDictionary<string, string> Settings { get; } =
        Of("Microsoft.Web/sites/config").Single().GetProperty("properties").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString());

    [Fact]
    public void Every_setting_of_the_product_in_the_infrastructure_exists_and_what_is_required_is_set()
    {
        var known = typeof(LeadRouterOptions).GetProperties().Concat(typeof(AzureHostOptions).GetProperties()).Select(p => p.Name).ToHashSet();
        var set = Settings.Keys.Where(k => k.StartsWith("LeadRouter__", StringComparison.Ordinal)).Select(k => k.Split("__")[1]).ToHashSet();
        Assert.Empty(set.Except(known));
        string[] secrets = ["HashSecret", "LinkKeys", "EditorKeys", "SendGridApiKey"];
        Assert.Empty(secrets.Append("PublicUrl").Concat(Required(typeof(AzureHostOptions))).Except(set));
        Assert.All(secrets, s => Assert.StartsWith("@Microsoft.KeyVault(", Settings.First(p => p.Key.StartsWith($"LeadRouter__{s}", StringComparison.Ordinal)).Value, StringComparison.Ordinal));
        Assert.Empty(Required(typeof(BusOptions)).Except(Settings.Keys));
    }

    [Fact]
    public void Queues_topics_and_connections_of_the_triggers_are_there()
    {
        foreach (var trigger in Function.All.SelectMany(f => f.Method.GetParameters()).Select(p => p.GetCustomAttribute<ServiceBusTriggerAttribute>()).OfType<ServiceBusTriggerAttribute>())
        {
            var queue = Settings[trigger.QueueName!.Trim('%')];
            Assert.Contains(Of("Microsoft.ServiceBus/namespaces/queues"), r => r.GetProperty("name").GetString()!.EndsWith($"/{queue}", StringComparison.Ordinal));
            Assert.Contains($"{trigger.Connection}__fullyQualifiedNamespace", Settings.Keys);
        }
        Assert.Contains(Of("Microsoft.ServiceBus/namespaces/topics"), r => r.GetProperty("name").GetString()!.EndsWith($"/{Settings[nameof(BusOptions.EventTopic)]}", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_table_of_the_code_is_created()
    {
        var created = Of("Microsoft.Storage/storageAccounts/tableServices/tables").Select(r => r.GetProperty("name").GetString()!.Split('/')[^1]).ToHashSet();
        var inCode = from type in typeof(ITableEngine).Assembly.GetTypes()
                     from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                     where type.Namespace?.StartsWith(typeof(ITableEngine).Namespace!, StringComparison.Ordinal) == true
                     where field is { IsLiteral: true, Name: "Table" or "Name" } && field.FieldType == typeof(string)
                     select (string)field.GetRawConstantValue()!;
        Assert.Empty(inCode.Concat(TableShapes.All.Select(s => s.Name)).Distinct().Except(created).Order());
    }

    [Fact]
    public void Alarms_watch_metrics_that_the_product_has()
    {
        var instruments = new HashSet<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => instruments.Add(instrument.Name) };
        foreach (var type in new[] { typeof(LeadTelemetry), typeof(Watchdog) }) RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        listener.Start();
        var watched = Of("Microsoft.Insights/scheduledQueryRules").SelectMany(r => Metric().Matches(r.ToString()).Select(m => m.Groups[1].Value)).Distinct().ToList();
        Assert.True(watched.Count >= 4);
        Assert.Empty(watched.Except(instruments));
    }

    [Fact]
    public void Nobody_signs_in_with_a_shared_key()
    {
        foreach (var backend in new[] { "azureStorage", "durableTaskScheduler" })
        {
            var all = Repository.Resources(backend);
            Assert.All(Of("Microsoft.Storage/storageAccounts", all), r => Assert.False(r.GetProperty("properties").GetProperty("allowSharedKeyAccess").GetBoolean()));
            Assert.All(Of("Microsoft.ServiceBus/namespaces", all), r => Assert.True(r.GetProperty("properties").GetProperty("disableLocalAuth").GetBoolean()));
            Assert.All(Of("Microsoft.Insights/components", all), r => Assert.True(r.GetProperty("properties").GetProperty("DisableLocalAuth").GetBoolean()));
            Assert.DoesNotContain("AccountKey=", Of("Microsoft.Web/sites/config", all).Single().ToString(), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<JsonElement> Of(string type) => Of(type, Resources);

    private static IEnumerable<JsonElement> Of(string type, IEnumerable<JsonElement> resources) => resources.Where(r => r.GetProperty("type").GetString() == type);

    private static IEnumerable<string> Required(Type options) => options.GetProperties().Where(p => p.GetCustomAttribute<RequiredAttribute>() is not null).Select(p => p.Name);

    [GeneratedRegex("(leadrouter\\.[a-z.]+)")]
    private static partial Regex Metric();
}
