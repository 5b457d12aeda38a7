using LeadRouter.Adapters;
using LeadRouter.Adapters.Http;
using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Config;
using LeadRouter.LocalHost.Dev;
using LeadRouter.LocalHost.Driver;
using LeadRouter.LocalHost.Storage;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using LeadRouter.WebConsole;
using Microsoft.Extensions.Options;

namespace LeadRouter.LocalHost;

/// <summary>The whole product in one process: the contract's routes, the driver, and a mailbox in place of the internet.</summary>
public static class LocalApp
{
    /// <summary>The app with its store opened and its configuration loaded, not yet listening.</summary>
    public static async Task<WebApplication> BuildAsync(HostArguments arguments, CancellationToken ct)
    {
        return await CompleteAsync((await BuilderAsync(arguments, ct)).Build(), ct);
    }

    internal static async Task<WebApplication> CompleteAsync(WebApplication app, CancellationToken ct)
    {
        // Both are mostly work of the compiler on a young process, and together they were half of a start.
        var loading = Task.Run(() => app.Services.GetRequiredService<Configurations>().LoadAsync(SampleConfiguration.Read(), ct), ct);
        Map(app);
        await loading;
        return app;
    }

    internal static async Task<WebApplicationBuilder> BuilderAsync(HostArguments arguments, CancellationToken ct)
    {
        var storage = await HostStorage.OpenAsync(arguments, ct);
        // Empty, because the usual builder watches every file below the working folder, the store's own included.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(arguments.Urls).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRoutingCore();
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        var secrets = await SecretsAsync(storage, arguments, builder.Configuration.GetSection(LeadRouterOptions.Section), ct);
        builder.Configuration.AddInMemoryCollection(Defaults(arguments)).AddEnvironmentVariables().AddInMemoryCollection(secrets);
        builder.Services.AddLeadRouter(builder.Configuration).AddConsole(hasMailbox: true);
        AddLocal(builder.Services, arguments, storage);
        if (storage.Shared is { } identity) AddShared(builder.Services, identity);
        else builder.Services.AddSingleton<IDriverLease, SoleDriver>().AddSingleton(MailTiming.Alone).AddSingleton<IWakeLead>(s => s.GetRequiredService<LocalDriver>());
        return builder;
    }

    private static Dictionary<string, string?> Defaults(HostArguments arguments) => new()
    {
        ["LeadRouter:PublicUrl"] = arguments.Urls.Split(';')[0].TrimEnd('/'),
        ["LeadRouter:SendGridApiKey"] = "local",
        ["LeadRouter:SendGridHost"] = $"{arguments.Urls.Split(';')[0].TrimEnd('/')}/dev/sendgrid",
    };

    /// <summary>The secrets that no setting gives. One that is given is never made, nor looked for in the store.</summary>
    private static async Task<Dictionary<string, string?>> SecretsAsync(HostStorage storage, HostArguments arguments, IConfigurationSection given, CancellationToken ct)
    {
        var secrets = new Dictionary<string, string?>();
        if (arguments.Key is { } key) secrets["LeadRouter:EditorKeys:0"] = key;
        else await AddAsync("EditorKeys:0", "editor-key", "");
        await AddAsync("LinkKeys:0", "link-key", "local:");
        await AddAsync("HashSecret", "hash", "");
        return secrets;

        async Task AddAsync(string setting, string name, string prefix)
        {
            if (string.IsNullOrEmpty(given[setting])) secrets[$"LeadRouter:{setting}"] = prefix + await StoreSecrets.OfAsync(storage, arguments.Data, name, ct);
        }
    }

    private static void AddLocal(IServiceCollection services, HostArguments arguments, HostStorage storage)
    {
        services.AddSingleton(storage);
        services.AddSingleton<ITableEngine>(_ => storage.Tables);
        services.AddSingleton(s => new DevMailbox(Path.Combine(arguments.Data, "mail.jsonl"), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IMailCopies>(s => s.GetRequiredService<DevMailbox>());
        services.AddSingleton<LocalDriver>();
        services.AddSingleton<RosterWatch>();
        services.AddSingleton(s => new HostDuty(() => s.GetRequiredService<IDriverLease>().IsHeld));
        services.AddHostedService<DriverService>();
        services.AddHostedService<JobService>();
        services.AddHostedService<WarmFigures>();
        services.AddHostedService<ConfigurationWatch>();
        if (!arguments.VirtualClock)
        {
            services.AddSingleton(TimeProvider.System);
            return;
        }
        services.AddSingleton(_ => new VirtualClock(Path.Combine(arguments.Data, "clock")));
        services.AddSingleton<TimeProvider>(s => s.GetRequiredService<VirtualClock>());
        services.AddSingleton<ClockMover>();
    }

    private static void AddShared(IServiceCollection services, HostIdentity identity)
    {
        services.AddSingleton(_ => identity);
        services.AddSingleton<IDriverLease>(s => new TableDriverLease(
            s.GetRequiredService<ITableEngine>(),
            s.GetRequiredService<HostIdentity>().Name,
            TimeSpan.FromSeconds(s.GetRequiredService<IOptions<LeadRouterOptions>>().Value.DriverLeaseSeconds),
            TimeProvider.System,
            s.GetRequiredService<ILogger<TableDriverLease>>()));
        services.AddHostedService<RepStatesPoll>();
        services.AddSingleton<WakeRows>();
        services.AddSingleton<SharedWakes>();
        services.AddSingleton<IWakeLead>(s => s.GetRequiredService<SharedWakes>());
    }

    private static void Map(WebApplication app)
    {
        app.UseExceptionHandler(fault => fault.Run(context => HttpProblem.Of(StatusCodes.Status500InternalServerError).ExecuteAsync(context)));
        app.UseStatusCodePages(status => HttpProblem.Of(status.HttpContext.Response.StatusCode).ExecuteAsync(status.HttpContext));
        var router = app.Services.GetRequiredService<Router>();
        foreach (var route in router.All)
            app.MapMethods(route.Template, route.Methods, (HttpRequest request, CancellationToken ct) => router.RunAsync(route.Name, request, ct));
        DevRoutes.Map(app);
        Metrics.Map(app);
    }
}
