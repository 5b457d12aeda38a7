using System.Text.RegularExpressions;
using LeadRouter.Adapters.Http;
using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LeadRouter.LocalHost.Tests.Console;

/// <summary>P3 at the console: every page and every button, by who comes to it. Read off the router, so that none is forgotten.</summary>
public sealed class DoorTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    [Fact]
    public async Task Nobody_gets_further_than_his_key_lets_him()
    {
        using var stranger = new ConsoleUser(host.Process);
        using var viewer = new ConsoleUser(host.Process);
        await viewer.SignInAsync(HostProcess.ViewerKey);
        await viewer.GetAsync("/console/leads");
        var routes = (await ConsoleRoutesAsync()).Where(r => r.Access != Access.Anyone).ToList();
        Assert.Contains(routes, r => r.Access == Access.Viewer);
        Assert.Contains(routes, r => r.Access == Access.Editor);
        foreach (var route in routes)
        {
            var path = "/" + Regex.Replace(route.Template, "{[^}]*}", "Pools");
            if (route.Methods.Contains("GET"))
            {
                Assert.StartsWith("/console/sign-in?", (await stranger.GetAsync(path)).Is(HttpStatusCode.SeeOther).Location, StringComparison.Ordinal);
                Assert.Equal(route.Access == Access.Editor, (await viewer.GetAsync(path)).Status == HttpStatusCode.Forbidden);
                continue;
            }
            (await stranger.PostWithoutTokenAsync(path)).Is(HttpStatusCode.BadRequest);
            await stranger.GetAsync("/console/sign-in");
            Assert.StartsWith("/console/sign-in?", (await stranger.PostAsync(path)).Is(HttpStatusCode.SeeOther).Location, StringComparison.Ordinal);
            Assert.Equal(route.Access == Access.Editor, (await viewer.PostAsync(path)).Status == HttpStatusCode.Forbidden);
        }
    }

    private static async Task<IReadOnlyList<Route>> ConsoleRoutesAsync()
    {
        var data = Directory.CreateTempSubdirectory("leadrouter-tests-").FullName;
        try
        {
            await using var app = await LocalApp.BuildAsync(new HostArguments("http://127.0.0.1:1", data, "a-key-for-tests", true), CancellationToken.None);
            return [.. app.Services.GetRequiredService<Router>().All.Where(r => r.Template.StartsWith("console", StringComparison.Ordinal))];
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
