using LeadRouter.Adapters.Http;
using LeadRouter.Adapters.Http.OpenApi;
using LeadRouter.Adapters.Providers;
using LeadRouter.Adapters.SendGrid;
using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Config;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Jobs;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using LeadRouter.UseCases.Scoring;
using LeadRouter.UseCases.Sla;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SendGrid;

namespace LeadRouter.Adapters;

/// <summary>Everything that both hosts share. A host adds its table engine, its driver and its clock.</summary>
public static class Composition
{
    public static IServiceCollection AddLeadRouter(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LeadRouterOptions>().Bind(configuration.GetSection(LeadRouterOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<LeadRouterOptions>, OptionsRules>();
        services.AddSingleton<ISourceSecrets>(new SourceSecrets(configuration.GetSection($"{LeadRouterOptions.Section}:Secrets")));
        return services.AddTelemetry(configuration).AddStores().AddUseCases().AddMail().AddRoutes();
    }

    private static IServiceCollection AddStores(this IServiceCollection services) => services
        .AddSingleton(s => new KeyedHash(System.Text.Encoding.UTF8.GetBytes(s.GetRequiredService<IOptions<LeadRouterOptions>>().Value.HashSecret)))
        .AddHostedService<StorageMetrics>()
        .AddHostedService<MailCountsWriter>()
        .AddSingleton<TableLeadStore>()
        .AddSingleton<ILeadStore>(s => s.GetRequiredService<TableLeadStore>())
        .AddSingleton<TableLeadIndex>()
        .AddSingleton<ILeadIndex>(s => s.GetRequiredService<TableLeadIndex>())
        .AddSingleton<IIntake, TableIntake>()
        .AddSingleton<IInsights, TableInsights>()
        .AddSingleton<IIdentityStore, TableIdentityStore>()
        .AddSingleton<IStoreScrub, TableScrub>()
        .AddSingleton<IPoolBooks, TablePoolBooks>()
        .AddSingleton<IJobStore, TableJobs>()
        .AddSingleton<IRepStates, TableRepStates>()
        .AddSingleton<IAccountOwners, TableAccountOwners>()
        .AddSingleton<IMailStore>(s => new TableMailStore(
            s.GetRequiredService<ITableEngine>(), s.GetRequiredService<KeyedHash>(), Domain.Intake.MailboxRules.Parse(s.GetRequiredService<IOptions<LeadRouterOptions>>().Value.MailboxRules)!))
        .AddSingleton<IBreakerStore, TableBreakerStore>()
        .AddSingleton<IMailDays, TableMailDays>()
        .AddSingleton<IConfigStore, TableConfigStore>()
        .AddSingleton<Configurations>()
        .AddSingleton<IConfigurations>(s => s.GetRequiredService<Configurations>());

    private static IServiceCollection AddUseCases(this IServiceCollection services) => services
        .AddSingleton<AdvanceLead>()
        .AddSingleton<EffectRunner>()
        .AddSingleton<SendSignal>()
        .AddSingleton<TakeSignal>()
        .AddSingleton<PostSignal>()
        .AddSingleton<IngestSubmission>()
        .AddSingleton<SourceProof>()
        .AddSingleton<RateGate>()
        .AddSingleton<IntakeGauge>()
        .AddSingleton<PersonKeys>()
        .AddSingleton<LinkLeads>()
        .AddSingleton<DropOldBodies>()
        .AddSingleton<EndMails>()
        .AddSingleton<EraseContact>()
        .AddSingleton<ReplayQuarantined>()
        .AddSingleton<ILeadFetcher, HttpLeadFetcher>()
        .AddSingleton<IEnricher, WebhookEnricher>()
        .AddSingleton<ScoreLead>()
        .AddSingleton<RosterCache>()
        .AddSingleton<ShowPools>()
        .AddSingleton<WakeHeld>()
        .AddSingleton<PauseRep>()
        .AddSingleton<CreditAlarms>()
        .AddSingleton<OfferClocks>()
        .AddSingleton<RepDesk>()
        .AddSingleton<SendMail>()
        .AddSingleton<MailCounts>()
        .AddSingleton<CompanyCap>()
        .AddSingleton<ReserveSend>()
        .AddSingleton<EventKeys>()
        .AddSingleton<TakeMailEvents>()
        .AddSingleton<Preferences>()
        .AddSingleton<ShowPressure>()
        .AddSingleton<Breakers>()
        .AddSingleton<PreferenceLinks>()
        .AddSingleton<AnswerLinks>()
        .AddSingleton(MailTiming.Shared)
        .AddSingleton<LinkKeys>()
        .AddSingleton<AnswerLink>()
        .AddSingleton<SweepLeads>()
        .AddSingleton<SeenAttributes>()
        .AddSingleton<ConfigCheck>()
        .AddSingleton<NoticeEdits>()
        .AddSingleton<EditConfiguration>()
        .AddSingleton<PublishDraft>()
        .AddSingleton<ActivateVersion>()
        .AddSingleton<RebaseLead>()
        .AddSingleton<PreviewLead>()
        .AddSingleton<IEffectHandler, FetchLead>()
        .AddSingleton<IEffectHandler, EnrichLead>()
        .AddSingleton<Watchdog>()
        .AddSingleton<ForgetEvents>()
        .AddSingleton<ShowInsights>()
        .AddSingleton<SendSmarketing>()
        .AddSingleton<WatchSources>()
        .AddSingleton<JobBell>()
        .AddSingleton<StartJob>()
        .AddSingleton<RunJobs>()
        .AddSingleton<IJobKind, ReplayMany>()
        .AddSingleton<IJobKind, Recount>()
        .AddSingleton<IEffectHandler, RecogniseLead>()
        .AddSingleton<IEffectHandler, LinkTouch>()
        .AddSingleton<IEffectHandler, AssignLead>()
        .AddSingleton<IEffectHandler, ClaimLead>()
        .AddSingleton<IEffectHandler, SettleLedger>()
        .AddSingleton<IEffectHandler, TellRep>()
        .AddSingleton<IEffectHandler, SendDigest>()
        .AddSingleton<IEffectHandler, CountTimeouts>()
        .AddSingleton<IEffectHandler, TellPaused>()
        .AddSingleton<IEffectHandler, AcknowledgeContact>()
        .AddSingleton<IEffectHandler, RaiseAlarm>();

    private static IServiceCollection AddMail(this IServiceCollection services) => services
        .AddSingleton<MailTemplates>()
        .AddSingleton<IMailer, SendGridMailer>()
        .AddSingleton<ISendGridClient>(s => SendGridClients.Create(s.GetRequiredService<IOptions<LeadRouterOptions>>().Value));

    private static IServiceCollection AddRoutes(this IServiceCollection services) => services
        .AddSingleton<ApiKeys>()
        .AddSingleton<Router>()
        .AddSingleton<SignalReader>()
        .AddSingleton<SourceHandshakes>()
        .AddSingleton<RepPage>()
        .AddSingleton<IRoutes, IngestRoutes>()
        .AddSingleton<IRoutes, LeadRoutes>()
        .AddSingleton<IRoutes, EventRoutes>()
        .AddSingleton<IRoutes, QuarantineRoutes>()
        .AddSingleton<IRoutes, LinkRoutes>()
        .AddSingleton<IRoutes, ErasureRoutes>()
        .AddSingleton<IRoutes, OpenApiRoutes>()
        .AddSingleton<IRoutes, SignalRoutes>()
        .AddSingleton<IRoutes, RepRoutes>()
        .AddSingleton<IRoutes, PoolRoutes>()
        .AddSingleton<IRoutes, SendGridRoutes>()
        .AddSingleton<IRoutes, PreferenceRoutes>()
        .AddSingleton<IRoutes, ContactRoutes>()
        .AddSingleton<IRoutes, SendRoutes>()
        .AddSingleton<SendReader>()
        .AddSingleton<IRoutes, PauseRoutes>()
        .AddSingleton<IRoutes, ConfigRoutes>()
        .AddSingleton<IRoutes, PreviewRoutes>()
        .AddSingleton<IRoutes, AccountingRoutes>()
        .AddSingleton<IRoutes, InsightRoutes>();
}

/// <summary>Rules for settings that attributes cannot say.</summary>
internal sealed class OptionsRules : IValidateOptions<LeadRouterOptions>
{
    public ValidateOptionsResult Validate(string? name, LeadRouterOptions options) =>
        Problems(options).ToList() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;

    private static IEnumerable<string> Problems(LeadRouterOptions options)
    {
        if (!Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || options.PublicUrl.EndsWith('/'))
            yield return "LeadRouter:PublicUrl is an http(s) address without a slash at the end";
        if (Domain.Intake.MailboxRules.Parse(options.MailboxRules) is null) yield return "LeadRouter:MailboxRules is written gmail.com=dots,plus; outlook.com=plus";
        if (options.EnrichUrl.Length > 0 && !(Uri.TryCreate(options.EnrichUrl, UriKind.Absolute, out var enrich) && enrich.Scheme is "http" or "https")) yield return "LeadRouter:EnrichUrl is an http(s) address";
        if (options.HashSecret.Length < 16) yield return "LeadRouter:HashSecret has at least 16 characters";
        if (options.SendGridApiKey.Length == 0) yield return "LeadRouter:SendGridApiKey is missing";
        if (options.LinkKeys.Count == 0) yield return "LeadRouter:LinkKeys has at least one key, written id:secret";
        foreach (var key in options.LinkKeys)
            if (LinkKeys.Problem(key) is { } problem) yield return $"LeadRouter:LinkKeys: {problem}";
        foreach (var key in options.SendGridEventKeys)
            if (EventKeys.Problem(key) is { } problem) yield return $"LeadRouter:SendGridEventKeys: {problem}";
        foreach (var recipient in options.DigestTo)
            if (DigestRecipient.Problem(recipient) is { } problem) yield return $"LeadRouter:DigestTo: {problem}";
        foreach (var key in options.EditorKeys.Concat(options.ViewerKeys))
            if (key.Length < 8) yield return "LeadRouter:EditorKeys and ViewerKeys have at least 8 characters each";
    }
}
