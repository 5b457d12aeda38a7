using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeadRouter.Adapters.Tables;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>JSON as clients see it: camelCase, ISO 8601 in UTC, enums by name in camelCase, ids as texts.</summary>
public static class HttpJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new InstantJson(), new LeadIdJson(), new RepIdJson(), new PoolIdJson(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        // Answers are JSON documents, never parts of a page: names stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What a client can mend: where it is, and never the name of a type of ours, which the library's own words give away.</summary>
    public static string Reason(JsonException broken)
    {
        var place = $"line {broken.LineNumber + 1}, byte {broken.BytePositionInLine}";
        return broken.InnerException is JsonException ? $"it is not valid JSON ({place})." : $"{broken.Path} is not of the kind that is expected there ({place}).";
    }

    /// <param name="value">Written with all members of what it is, whatever the caller takes it for.</param>
    public static IResult Ok(object value, int status = 200) => new Document(JsonSerializer.SerializeToUtf8Bytes(value, Options), status);

    /// <summary>An answer that is written at once, with its length ahead: in chunks it would take more writes to the connection.</summary>
    private sealed class Document(byte[] json, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            (response.StatusCode, response.ContentType, response.ContentLength) = (status, "application/json; charset=utf-8", json.Length);
            // Whoever has gone is written nothing by the server itself; with the request's token that would be a fault.
            return response.Body.WriteAsync(json, CancellationToken.None).AsTask();
        }
    }
}

/// <summary>Instants end in Z: every time of the contract is UTC.</summary>
internal sealed class InstantJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
