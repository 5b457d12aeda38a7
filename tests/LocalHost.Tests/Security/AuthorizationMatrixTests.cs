using System.Text;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Security;

/// <summary>
/// Every operation of the contract by everybody who may call. What a key route answers follows from the role that the contract gives it;
/// an operation that anyone may call stands in the list below, or the test is red.
/// </summary>
public sealed class AuthorizationMatrixTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    /// <summary>Operations without a key, and what protects them.</summary>
    private static readonly Dictionary<string, Door> Doors = new()
    {
        ["ReceiveLead"] = Door.Open,
        ["SourceHandshake_get"] = Door.Open,
        ["SourceHandshake_options"] = Door.Open,
        ["GetHealth"] = Door.Open,
        ["GetOpenApi"] = Door.Open,
        ["RepPage_get"] = Door.Link,
        ["RepPage_head"] = Door.Link,
        ["RepPage_post"] = Door.Link,
        ["ContactPage_get"] = Door.OtherLink,
        ["ContactPage_head"] = Door.OtherLink,
        ["ContactPage_post"] = Door.OtherLink,
        ["SendGridEvents"] = Door.Signature,
        ["ConsoleAsset"] = Door.Open,
        ["ConsoleSignInPage"] = Door.Open,
        ["ConsoleSignIn"] = Door.Form,
        ["ConsoleSignOut"] = Door.Form,
        ["ConsoleLanguage"] = Door.Form,
    };

    private readonly Api api = host.Api;

    private enum Door
    {
        /// <summary>Anyone may.</summary>
        Open,

        /// <summary>Whoever holds a link may do what the link is for.</summary>
        Link,

        /// <summary>A link of a contact's mail: a rep's opens nothing.</summary>
        OtherLink,

        /// <summary>The body is signed.</summary>
        Signature,

        /// <summary>A form of ours with its token: a bare post does nothing.</summary>
        Form,
    }

    [Fact]
    public async Task Every_operation_lets_in_whom_it_should_and_nobody_else()
    {
        var (mine, other) = (await OfferedAsync(), await OfferedAsync());
        (string Name, string? Key)[] callers =
            [("anonymous", null), ("viewer", HostProcess.ViewerKey), ("editor", HostProcess.EditorKey), ("rep A's link", mine.Token), ("rep B's link", other.Token)];
        var wrong = new List<string>();
        var cells = 0;
        foreach (var operation in await OperationsAsync())
        {
            foreach (var (name, key) in callers)
            {
                cells++;
                var reply = await api.SendAsync(operation.Method, operation.Path(mine.Lead, name.EndsWith("link", StringComparison.Ordinal) ? key! : "none"), operation.Body, key);
                if (Problem(operation, name, (int)reply.Status) is { } problem) wrong.Add($"{operation.Id} as {name} answers {(int)reply.Status}: {problem}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(cells >= 5 * 20);
    }

    [Fact]
    public async Task A_link_shows_and_moves_its_own_lead_only()
    {
        var (a, b) = (await OfferedAsync(), await OfferedAsync());
        Assert.DoesNotContain(b.Email, (await api.GetAsync($"/r/{a.Token}", key: null)).Text, StringComparison.Ordinal);
        (await api.PostAsync($"/r/{a.Token}", new FormUrlEncodedContent([new("action", "accept")]), key: null)).Is(HttpStatusCode.OK);
        await api.SettleAsync();
        Assert.Equal(("accepted", "offered"), ((await api.LeadAsync(a.Lead)).State, (await api.LeadAsync(b.Lead)).State));
    }

    /// <summary>Null when the answer is as it should be.</summary>
    private static string? Problem(Operation operation, string caller, int status)
    {
        var isLink = caller.EndsWith("link", StringComparison.Ordinal);
        if (operation.InConsole && operation.Access != "anyone")
            return status is 303 or 400 or 403 ? null : "the console asks for a session";
        return operation.Access switch
        {
            "viewer" or "editor" when caller == "anonymous" || isLink => status == 401 ? null : "a key is needed",
            "editor" when caller == "viewer" => status == 403 ? null : "an editor's key is needed",
            "viewer" or "editor" => status is 401 or 403 or >= 500 ? "this key should do" : Documented(operation, status),
            _ when !Doors.TryGetValue(operation.Id, out var door) => "a new operation without a key: say in this test what protects it",
            _ when Doors[operation.Id] == Door.Link && isLink => Documented(operation, status),
            _ when Doors[operation.Id] == Door.Link => status is 404 or 410 ? null : "a link opens it, and nothing else",
            _ when Doors[operation.Id] == Door.OtherLink => status is 404 or 410 ? null : "only a contact's link opens it",
            _ when Doors[operation.Id] == Door.Signature => status == 401 ? null : "only who signs may",
            _ when Doors[operation.Id] == Door.Form => status is 400 ? null : "a form without its token does nothing",
            _ => status is 401 or 403 or >= 500 ? "anyone may" : Documented(operation, status),
        };
    }

    private static string? Documented(Operation operation, int status) => operation.InConsole || operation.Answers.Contains(status) ? null : "not an answer of the contract";

    private async Task<(string Lead, string Token, string Email)> OfferedAsync()
    {
        var id = await api.ReceiveAsync(A.Lead());
        var lead = await api.LeadAsync(id);
        var mail = (await api.MailsAsync()).Last(m => m.Class == "assignment" && m.Text.Contains(lead.Json["attributes"]!["email"]!.ToString(), StringComparison.Ordinal));
        return (id, (await mail.LinkToAsync(api, "accept")).Split('/')[^1], lead.Json["attributes"]!["email"]!.ToString());
    }

    private async Task<IReadOnlyList<Operation>> OperationsAsync()
    {
        var paths = (await api.GetAsync("/openapi.json", key: null)).Is(HttpStatusCode.OK).Json["paths"]!.AsObject();
        return
        [
            .. from path in paths
               from method in path.Value!.AsObject()
               where method.Key != "parameters"
               select new Operation(path.Key, method.Key, method.Value!.AsObject()),
        ];
    }

    private sealed class Operation(string template, string method, JsonObject contract)
    {
        public string Id => contract["operationId"]!.ToString();

        public string Access => contract["x-access"]!.ToString();

        public bool InConsole => template.StartsWith("/console", StringComparison.Ordinal);

        public HttpMethod Method => HttpMethod.Parse(method.ToUpperInvariant());

        public IReadOnlyList<int> Answers => [.. contract["responses"]!.AsObject().Select(r => int.Parse(r.Key, System.Globalization.CultureInfo.InvariantCulture))];

        /// <summary>Made for each call: nothing in it asks for a change.</summary>
        public HttpContent? Body => method is not ("post" or "put") ? null
            : Id == "RepPage_post" ? new FormUrlEncodedContent([new("action", "nothing")])
            : new StringContent("{}", Encoding.UTF8, "application/json");

        public string Path(string lead, string token) => template
            .Replace("{leadId}", lead, StringComparison.Ordinal)
            .Replace("{token}", token, StringComparison.Ordinal)
            .Replace("{source}", "website", StringComparison.Ordinal)
            .Replace("{file}", "console.css", StringComparison.Ordinal)
            .Replace('{', '-')
            .Replace('}', '-');
    }
}
