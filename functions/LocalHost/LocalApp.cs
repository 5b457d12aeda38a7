using LeadRouter.Adapters;
using LeadRouter.Adapters.Http;
using LeadRouter.Adapters.Tables;
using LeadRouter.LocalHost.Dev;
using LeadRouter.LocalHost.Driver;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.LocalHost;

/// <summary>The whole product in one process: the contract's routes, the driver, and a mailbox in place of the internet.</summary>
public static class LocalApp
{
    /// <summary>The app with its store opened and its configuration loaded, not yet listening.</summary>
    public static async Task<WebApplication> BuildAsync(HostArguments arguments, CancellationToken ct)
    {
        var app = Builder(arguments).Build();
        Map(app);
        await app.Services.GetRequiredService<TableConfigurations>().LoadAsync(SampleConfiguration.Read(), ct);
        return app;
    }

    internal static WebApplicationBuilder Builder(HostArguments arguments)
    {
        Directory.CreateDirectory(arguments.Data);
        // Empty, because the usual builder watches every file below the working folder, the store's own included.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(arguments.Urls).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRoutingCore();
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(Defaults(arguments)).AddEnvironmentVariables();
        builder.Services.AddLeadRouter(builder.Configuration);
        AddLocal(builder.Services, arguments);
        return builder;
    }

    public static string EditorKey(HostArguments arguments) => arguments.Key ?? LocalSecrets.Of(arguments.Data, "editor-key");

    private static Dictionary<string, string?> Defaults(HostArguments arguments) => new()
    {
        ["LeadRouter:PublicUrl"] = arguments.Urls.Split(';')[0].TrimEnd('/'),
        ["LeadRouter:EditorKeys:0"] = EditorKey(arguments),
        ["LeadRouter:LinkKeys:0"] = $"local:{LocalSecrets.Of(arguments.Data, "link-key")}",
        ["LeadRouter:HashSecret"] = LocalSecrets.Of(arguments.Data, "hash"),
        ["LeadRouter:SendGridApiKey"] = "local",
        ["LeadRouter:SendGridHost"] = $"{arguments.Urls.Split(';')[0].TrimEnd('/')}/dev/sendgrid",
    };

    private static void AddLocal(IServiceCollection services, HostArguments arguments)
    {
        services.AddSingleton<ITableEngine>(_ => SqliteTableEngine.Open(Path.Combine(arguments.Data, "store.db")));
        services.AddSingleton(s => new DevMailbox(Path.Combine(arguments.Data, "mail.jsonl"), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IntakeGauge>();
        services.AddSingleton<LocalDriver>();
        services.AddSingleton<IWakeLead>(s => s.GetRequiredService<LocalDriver>());
        services.AddHostedService<DriverService>();
        if (!arguments.VirtualClock)
        {
            services.AddSingleton(TimeProvider.System);
            return;
        }
        services.AddSingleton(_ => new VirtualClock(Path.Combine(arguments.Data, "clock")));
        services.AddSingleton<TimeProvider>(s => s.GetRequiredService<VirtualClock>());
        services.AddSingleton<ClockMover>();
    }

    private static void Map(WebApplication app)
    {
        app.UseExceptionHandler(fault => fault.Run(context => HttpProblem.Of(StatusCodes.Status500InternalServerError).ExecuteAsync(context)));
        app.UseStatusCodePages(status => HttpProblem.Of(status.HttpContext.Response.StatusCode).ExecuteAsync(status.HttpContext));
        var router = app.Services.GetRequiredService<Router>();
        foreach (var route in router.All)
            app.MapMethods(route.Template, route.Methods, (HttpRequest request, CancellationToken ct) => router.RunAsync(route.Name, request, ct));
        DevRoutes.Map(app);
        var intake = app.Services.GetRequiredService<IntakeGauge>();
        app.Use((context, next) => HttpMethods.IsPost(context.Request.Method) && context.Request.Path.StartsWithSegments("/api/leads") ? intake.CountAsync(() => next(context)) : next(context));
    }
}
