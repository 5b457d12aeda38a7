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
        Converters = { new LeadIdJson(), new RepIdJson(), new PoolIdJson(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        // Answers are JSON documents, never parts of a page: names stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IResult Ok<T>(T value, int status = 200) => Results.Json(value, Options, statusCode: status);
}
