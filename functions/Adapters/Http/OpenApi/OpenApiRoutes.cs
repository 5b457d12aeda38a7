using LeadRouter.UseCases.Leads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LeadRouter.Adapters.Http.OpenApi;

/// <summary>The contract for programs.</summary>
/// <param name="services">The router knows these routes too, so it is asked for only when somebody reads.</param>
public sealed class OpenApiRoutes(IServiceProvider services, IOptions<LeadRouterOptions> options) : IRoutes
{
    public IEnumerable<Route> All => [new("GetOpenApi", ["GET"], "openapi.json", Access.Anyone, "This contract as OpenAPI") { Handle = HandleAsync }];

    private Task<IResult> HandleAsync(HttpRequest request, CancellationToken ct) =>
        Task.FromResult(HttpJson.Ok(OpenApiDocument.Of(services.GetRequiredService<Router>().All, options.Value.PublicUrl)));
}
