using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>The frame of every page of the product: no script, one small style, nothing that leaks or is kept.</summary>
public static class Pages
{
    private const string Style = """
        :root { color-scheme: light dark; background: #fff; color: #1b1b1b; }
        @media (prefers-color-scheme: dark) { :root { background: #121212; color: #eee; } }
        body { margin: 0; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
        main { max-width: 36rem; margin: 0 auto; }
        table { border-collapse: collapse; }
        th { text-align: left; padding: .2rem 1rem .2rem 0; vertical-align: top; font-weight: 600; }
        a, a:visited { color: #0b57d0; }
        @media (prefers-color-scheme: dark) { a, a:visited { color: #8ab4f8; } }
        td { overflow-wrap: anywhere; }
        button { font: inherit; padding: .7rem 1.4rem; border: 0; border-radius: .4rem; background: #0b57d0; color: #fff; cursor: pointer; width: 100%; max-width: 20rem; }
        label { display: block; padding: .3rem 0; }
        select, input[type=date] { font: inherit; padding: .5rem; max-width: 100%; box-sizing: border-box; }
        fieldset { border: 1px solid #8886; border-radius: .4rem; }
        section { border-top: 1px solid #8886; }
        h3 { margin-bottom: 0; }
        p { margin: .5rem 0; }
        li { padding: .3rem 0; overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; }
        """;

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <param name="body">HTML, every value in it encoded.</param>
    public static IResult Page(string language, string title, string body, int status = StatusCodes.Status200OK) => new HtmlPage(
        $"""
        <!doctype html>
        <html lang="{Encode(language)}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{Encode(title)}</title>
        <style>{Style}</style>
        </head>
        <body><main>
        <h1>{Encode(title)}</h1>
        {body}
        </main></body>
        </html>
        """,
        status);

    public static IResult ThankYou(HttpRequest request) => PreferredLanguage(request) == "es"
        ? Page("es", "Gracias", "<p>Hemos recibido tu consulta.</p>")
        : Page("en", "Thank you", "<p>We have received your enquiry.</p>");

    public static string PreferredLanguage(HttpRequest request) =>
        request.Headers.AcceptLanguage.ToString().TrimStart().StartsWith("es", StringComparison.OrdinalIgnoreCase) ? "es" : "en";

    private sealed class HtmlPage(string html, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers["X-Robots-Tag"] = "noindex";
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'sha256-{StyleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
            return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : response.WriteAsync(html, httpContext.RequestAborted);
        }
    }
}
