using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>The weekly mail to marketing and sales.</summary>
public sealed class DigestTests
{
    private static readonly DateTimeOffset NextMonday8 = new(2026, 3, 9, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Everybody_gets_one_digest_a_week_on_monday_whatever_dies()
    {
        await using var host = await HostProcess.StartAsync(true, ("DigestTo__0", "es:marta@leadrouter.example"), ("DigestTo__1", "sam@leadrouter.example"));
        var api = new Api(host.Client);
        for (var i = 0; i < 3; i++) await api.ReceiveAsync(A.Lead());
        Assert.Empty(await DigestsAsync(api));

        await api.MoveToAsync(NextMonday8.AddHours(5));
        var digests = await DigestsAsync(api);
        Assert.Equal([("marta@leadrouter.example", NextMonday8), ("sam@leadrouter.example", NextMonday8)], digests.Select(d => (d.To, d.At)));
        Assert.Contains("Lo que más ha cambiado", digests[0].Text, StringComparison.Ordinal);
        Assert.Contains("- Submissions: 3 (before: 0)", digests[1].Text, StringComparison.Ordinal);

        await host.KillAsync();
        await host.StartAgainAsync();
        await api.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(2, (await DigestsAsync(api)).Count);
        await api.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.Equal(4, (await DigestsAsync(api)).Count);
    }

    private static async Task<List<Mail>> DigestsAsync(Api api) =>
        [.. (await api.MailsAsync()).Where(m => m.SendId.StartsWith("smarketing", StringComparison.Ordinal)).OrderBy(m => m.At).ThenBy(m => m.To, StringComparer.Ordinal)];
}
