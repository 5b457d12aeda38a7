using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>Reads a request body whole, up to a limit.</summary>
internal static class RequestBody
{
    public const int Limit = 256 * 1024;

    /// <summary>Null when the body is larger than the limit.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken ct, int limit = Limit)
    {
        if (request.ContentLength > limit) return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct).ConfigureAwait(false);
            if (read.Buffer.Length > limit) return null;
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static HttpProblem TooLarge => LargerThan(Limit);

    public static HttpProblem LargerThan(int limit) => new(StatusCodes.Status413PayloadTooLarge, "body.too-large", $"The body is larger than {limit / 1024} KiB.");
}
