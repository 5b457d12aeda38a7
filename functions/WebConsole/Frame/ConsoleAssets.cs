using System.IO.Compression;
using System.Security.Cryptography;
using LeadRouter.Adapters.Http;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Frame;

/// <summary>Style and script files, embedded, compressed once, at addresses that name their content and so are cached for good.</summary>
public sealed class ConsoleAssets : IRoutes
{
    private static readonly Dictionary<string, Asset> Files = new[]
    {
        "pico.min.css", "uPlot.min.css", "console.css", "htmx.min.js", "uPlot.iife.min.js", "charts.js", "icon.svg",
    }.ToDictionary(name => name, Read, StringComparer.Ordinal);

    public IEnumerable<Route> All =>
    [
        new("ConsoleAsset", ["GET"], "console/assets/{file}", Access.Anyone, "Style and script of the console") { Handle = HandleAsync },
    ];

    public static string Address(string name) => $"/console/assets/{name}?v={Files[name].Version}";

    private static Task<IResult> HandleAsync(HttpRequest request, CancellationToken ct) =>
        Task.FromResult<IResult>(Files.TryGetValue(request.RouteValues["file"] as string ?? "", out var asset)
            ? new AssetResult(asset)
            : HttpProblem.Of(StatusCodes.Status404NotFound));

    private static Asset Read(string name)
    {
        using var stream = typeof(ConsoleAssets).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded");
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        var type = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "text/javascript; charset=utf-8",
        };
        return new Asset(plain.ToArray(), Compressed(plain.ToArray()), type, Convert.ToHexStringLower(SHA256.HashData(plain.ToArray()).AsSpan(0, 6)));
    }

    private static byte[] Compressed(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize)) brotli.Write(plain);
        return packed.ToArray();
    }

    private sealed record Asset(byte[] Plain, byte[] Brotli, string Type, string Version);

    private sealed class AssetResult(Asset asset) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            var packed = httpContext.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
            response.ContentType = asset.Type;
            response.Headers.CacheControl = "public, max-age=31536000, immutable";
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.Vary = "Accept-Encoding";
            if (packed) response.Headers.ContentEncoding = "br";
            var body = packed ? asset.Brotli : asset.Plain;
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, httpContext.RequestAborted).ConfigureAwait(false);
        }
    }
}
