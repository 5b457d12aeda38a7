using LeadRouter.Adapters.Http;
using LeadRouter.WebConsole.Assignment;
using LeadRouter.WebConsole.Frame;
using LeadRouter.WebConsole.Insights;
using LeadRouter.WebConsole.Intake;
using LeadRouter.WebConsole.Jobs;
using LeadRouter.WebConsole.Leads;
using LeadRouter.WebConsole.Outreach;
using LeadRouter.WebConsole.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace LeadRouter.WebConsole;

/// <summary>The console of both hosts.</summary>
public static class ConsoleServices
{
    /// <param name="hasMailbox">The host has a mailbox page in place of the internet.</param>
    public static IServiceCollection AddConsole(this IServiceCollection services, bool hasMailbox) => services
        .AddSingleton(new ConsoleMenu(hasMailbox))
        .AddSingleton<ConsoleSessions>()
        .AddSingleton<ConsoleDoor>()
        .AddSingleton<IRoutes, ConsoleAssets>()
        .AddSingleton<IRoutes, SignInRoutes>()
        .AddSingleton<IRoutes, LeadPages>()
        .AddSingleton<IRoutes, PoolPages>()
        .AddSingleton<IRoutes, TimeOffPages>()
        .AddSingleton<RunningClocks>()
        .AddSingleton<IRoutes, RulePages>()
        .AddSingleton<IRoutes, PreviewPages>()
        .AddSingleton<IRoutes, TodayPages>()
        .AddSingleton<IRoutes, InsightPages>()
        .AddSingleton<IRoutes, QuarantinePages>()
        .AddSingleton<IRoutes, OutreachPages>()
        .AddSingleton<IRoutes, JobPages>();
}
