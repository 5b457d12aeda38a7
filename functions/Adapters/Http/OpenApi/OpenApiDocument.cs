using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace LeadRouter.Adapters.Http.OpenApi;

/// <summary>The contract as OpenAPI 3.1, written from the routes themselves.</summary>
public static partial class OpenApiDocument
{
    private const string KeyScheme = "key";
    private const string SessionScheme = "session";

    public static JsonObject Of(IEnumerable<Route> routes, string server)
    {
        var paths = new JsonObject();
        foreach (var group in routes.GroupBy(r => "/" + r.Template).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var item = new JsonObject { ["parameters"] = new JsonArray([.. Names(group.Key).Select(name => Parameter(name, "path"))]) };
            foreach (var route in group)
                foreach (var method in route.Methods)
                    item[method.ToLowerInvariant()] = Operation(route, method);
            paths[group.Key] = item;
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "LeadRouter", ["version"] = Version },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = server }),
            ["paths"] = paths,
            ["components"] = Components(),
        };
    }

    private static string Version => typeof(OpenApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static JsonObject Operation(Route route, string method)
    {
        var operation = new JsonObject
        {
            ["operationId"] = route.Methods.Count == 1 ? route.Name : $"{route.Name}_{method.ToLowerInvariant()}",
            ["summary"] = route.Summary,
            ["tags"] = new JsonArray(route.Template.StartsWith("console", StringComparison.Ordinal) ? "console" : "api"),
            ["x-access"] = route.Access.ToString().ToLowerInvariant(),
        };
        if (route.Access != Access.Anyone)
            operation["security"] = new JsonArray(new JsonObject { [route.Refuse is null ? KeyScheme : SessionScheme] = new JsonArray() });
        if (route.Query.Count > 0) operation["parameters"] = new JsonArray([.. route.Query.Select(name => Parameter(name, "query"))]);
        if (method is "POST" or "PUT") operation["requestBody"] = new JsonObject { ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject() } } };
        operation["responses"] = new JsonObject(route.Answers(method).Select(status => KeyValuePair.Create(status.ToString(CultureInfo.InvariantCulture), (JsonNode?)Response(route, status))));
        return operation;
    }

    private static JsonObject Response(Route route, int status)
    {
        var response = new JsonObject { ["description"] = ReasonPhrases.GetReasonPhrase(status) };
        if (status >= 400 && route.Refuse is null)
            response["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } } };
        return response;
    }

    private static JsonObject Parameter(string name, string place) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = place == "path",
        ["schema"] = new JsonObject { ["type"] = name == "limit" ? "integer" : "string" },
    };

    private static JsonObject Components() => new()
    {
        ["securitySchemes"] = new JsonObject
        {
            [KeyScheme] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = ApiKeys.Header },
            [SessionScheme] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "lr-session" },
        },
        ["schemas"] = new JsonObject
        {
            ["Problem"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "RFC 9457; the codes are listed in docs/errors.md",
                ["required"] = new JsonArray("status", "code", "detail"),
                ["properties"] = new JsonObject
                {
                    ["type"] = Text(),
                    ["title"] = Text(),
                    ["status"] = new JsonObject { ["type"] = "integer" },
                    ["detail"] = Text(),
                    ["code"] = Text(),
                },
            },
        },
    };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static IEnumerable<string> Names(string template) => Placeholder().Matches(template).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
