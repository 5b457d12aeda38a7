using LeadRouter.Adapters;
using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using LeadRouter.UseCases.Tests.World;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace LeadRouter.UseCases.Tests.Rules;

/// <summary>The real use-cases over a store that also holds the configuration; nothing moves by itself.</summary>
internal sealed class ConfiguredProcess : IWakeLead, IAsyncDisposable
{
    private readonly ServiceProvider services;

    private ConfiguredProcess(ITableEngine storage, string numbers)
    {
        var settings = new Dictionary<string, string?>
        {
            ["LeadRouter:LinkKeys:0"] = "k1:0123456789abcdef0123456789abcdef",
            ["LeadRouter:NumberLocale"] = numbers,
            ["LeadRouter:HashSecret"] = "0123456789abcdef",
            ["LeadRouter:SendGridApiKey"] = "a key that no mail is sent with",
        };
        services = new ServiceCollection()
            .AddLogging()
            .AddLeadRouter(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton(storage)
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IWakeLead>(this)
            .Replace(ServiceDescriptor.Singleton<IMailer>(Mails))
            .BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; } = new(TestWorld.Monday9);

    public RecordingMailer Mails { get; } = new();

    public ITableEngine Storage => Get<ITableEngine>();

    public Configuration Current => Get<Configurations>().Current;

    public static async Task<ConfiguredProcess> StartAsync(ConfigTables starter, ITableEngine? storage = null, string numbers = "comma")
    {
        var process = new ConfiguredProcess(storage ?? SqliteTableEngine.InMemory(), numbers);
        await process.Get<Configurations>().LoadAsync(starter, CancellationToken.None);
        return process;
    }

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public ValueTask WakeAsync(LeadId id, CancellationToken ct) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => services.DisposeAsync();

    public Task<EditOutcome> EditAsync(bool publish, params (string Table, ConfigRow[] Rows)[] edits) => Get<EditConfiguration>().RunAsync(
        new EditRequest(edits.ToDictionary(e => e.Table, e => (IReadOnlyList<ConfigRow>)e.Rows), AsOne: publish, publish, DryRun: false, "a test", ""), CancellationToken.None);

    /// <summary>One pool with one rep, whose rules, policy and points all carry the number.</summary>
    public static ConfigTables Numbered(int number) => new(new Dictionary<string, IReadOnlyList<ConfigRow>>
    {
        ["Bands"] = [ConfigRow.From("all")],
        ["ScoringRules"] = [Scoring(number)],
        ["RoutingRules"] = [Routing(number)],
        ["SlaPolicies"] = [Policy(number)],
        ["Pools"] = [ConfigRow.From("team")],
        ["Reps"] = [A.Rep("ana")],
        ["Memberships"] = [ConfigRow.From("team-ana", ("Pool", "team"), ("Rep", "ana"))],
        ["Sources"] = [ConfigRow.From("web", ("Shape", "flat"))],
    });

    public static ConfigRow Scoring(int number) => ConfigRow.From($"points-{number}", ("Group", "fit"), ("Points", number), ("Source", "web"));

    public static ConfigRow Routing(int number) => ConfigRow.From($"rule-{number}", ("Priority", 1), ("Pool", "team"), ("SlaPolicy", $"policy-{number}"));

    public static ConfigRow Policy(int number) => ConfigRow.From($"policy-{number}", ("Clock", "24x7"), ("AcceptWithin", $"{number}m"));
}
