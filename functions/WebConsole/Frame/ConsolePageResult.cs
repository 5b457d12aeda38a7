using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LeadRouter.WebConsole.Frame;

/// <summary>Renders a page on the server and sends it whole, under a policy that lets no inline script or style run.</summary>
internal sealed class ConsolePageResult(IServiceProvider services, Dictionary<string, object?> frame, int status) : IResult
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var html = Encoding.UTF8.GetBytes(await RenderAsync().ConfigureAwait(false));
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["X-Robots-Tag"] = "noindex";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = Policy;
        if (!httpContext.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            await response.Body.WriteAsync(html, httpContext.RequestAborted).ConfigureAwait(false);
            return;
        }
        response.Headers.ContentEncoding = "br";
        await using var packed = new BrotliStream(response.Body, CompressionLevel.Fastest);
        await packed.WriteAsync(html, httpContext.RequestAborted).ConfigureAwait(false);
    }

    private async Task<string> RenderAsync()
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<PageFrame>(ParameterView.FromDictionary(frame)).ConfigureAwait(true);
            return page.ToHtmlString();
        }).ConfigureAwait(false);
    }
}
