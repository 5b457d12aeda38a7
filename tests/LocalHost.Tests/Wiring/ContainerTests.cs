using LeadRouter.Adapters;
using LeadRouter.Adapters.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LeadRouter.LocalHost.Tests.Wiring;

/// <summary>The wiring of the host, without starting it.</summary>
public sealed class ContainerTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("leadrouter-tests-").FullName;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_service_can_be_made(bool virtualClock)
    {
        var builder = await LocalApp.BuilderAsync(Arguments(virtualClock), CancellationToken.None);
        await using var provider = builder.Services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        foreach (var type in builder.Services.Select(s => s.ServiceType).Where(IsOurs).Distinct())
            Assert.NotEmpty(provider.GetServices(type));
    }

    [Fact]
    public async Task No_two_routes_share_a_method_and_an_address()
    {
        await using var app = await LocalApp.BuildAsync(Arguments(virtualClock: true), CancellationToken.None);
        var routes = app.Services.GetRequiredService<Router>().All;
        Assert.NotEmpty(routes);
        var doors = routes.SelectMany(r => r.Methods.Select(method => $"{method} {r.Template}")).ToList();
        Assert.Equal(doors.Distinct(), doors);
        Assert.All(routes, r => Assert.False(r.Template.StartsWith('/'), r.Template));
    }

    [Theory]
    [InlineData("PublicUrl", "not an address")]
    [InlineData("PublicUrl", "http://127.0.0.1:1/")]
    [InlineData("HashSecret", "short")]
    [InlineData("LinkKeys__0", "nocolon")]
    [InlineData("LinkKeys__0", "id:short")]
    [InlineData("EditorKeys__1", "short")]
    [InlineData("Parallelism", "0")]
    [InlineData("LinkDays", "0")]
    [InlineData("SweepSeconds", "often")]
    [InlineData("MailFrom", "")]
    public async Task A_setting_that_cannot_work_stops_the_start_and_says_which(string name, string value)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Hosting.HostProcess.StartAsync(virtualClock: true, (name, value)));
        Assert.Contains("ended with 1", refused.Message, StringComparison.Ordinal);
        Assert.Contains(name.Split('_')[0], refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
        if (name is "HashSecret" or "LinkKeys__0" or "EditorKeys__1") Assert.DoesNotContain(value, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(data, recursive: true);

    private HostArguments Arguments(bool virtualClock) => new("http://127.0.0.1:1", data, "a-key-for-tests", virtualClock);

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("LeadRouter", StringComparison.Ordinal) == true && !type.ContainsGenericParameters;
}
