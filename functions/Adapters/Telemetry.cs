using System.Diagnostics;
using LeadRouter.UseCases.Leads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LeadRouter.Adapters;

/// <summary>Sends traces and metrics to whom the standard settings of OpenTelemetry name; to nobody without them.</summary>
public static class Telemetry
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[Endpoint])) return services;
        services.AddProductTelemetry().UseOtlpExporter();
        return services;
    }

    /// <summary>What is collected, without anybody to send it to yet.</summary>
    public static IOpenTelemetryBuilder AddProductTelemetry(this IServiceCollection services) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("leadrouter"))
        .WithTracing(traces => traces.AddSource(LeadTelemetry.Name, "Microsoft.AspNetCore").AddProcessor(new Scrubbing()))
        .WithMetrics(metrics => metrics.AddMeter(LeadTelemetry.Name));

    /// <summary>Paths under /r and /u are keys of people, and queries may name one: a span keeps the route and no more.</summary>
    public sealed class Scrubbing : BaseProcessor<Activity>
    {
        private static readonly string[] Personal = ["url.query", "url.full", "http.url", "http.target", "client.address", "user_agent.original"];

        public override void OnEnd(Activity data)
        {
            foreach (var tag in Personal) data.SetTag(tag, null);
            if (data.GetTagItem("url.path") is string path && (path.StartsWith("/r/", StringComparison.Ordinal) || path.StartsWith("/u/", StringComparison.Ordinal)))
                data.SetTag("url.path", path[..3] + "…");
        }
    }
}
