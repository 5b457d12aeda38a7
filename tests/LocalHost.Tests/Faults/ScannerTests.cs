using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Faults;

/// <summary>L1, L3, L5, L6: whatever opens links, and whatever is made up of them, changes nothing.</summary>
public sealed class ScannerTests
{
    private static readonly string[] Scanners =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36", "BarracudaCentral", "Mimecast-URL-Scanner", "Proofpoint-URL-Defense",
        "SkypeUriPreview Preview/0.5", "python-requests/2.32",
    ];

    private static readonly HttpMethod[] Looks = [HttpMethod.Get, HttpMethod.Head, HttpMethod.Options];

    [Fact]
    public async Task Scanners_that_open_every_link_of_every_mail_change_nothing_and_no_token_gets_into_the_log()
    {
        await using var host = await HostProcess.StartAsync(true, ("HouseEmail", "house@leadrouter.example"));
        var api = new Api(host.Client);
        var ids = await MailsOfAllKindsAsync(api);
        var mails = await api.MailsAsync();
        Assert.Superset(new HashSet<string> { "assignment", "sla-alert" }, mails.Select(m => m.Class).ToHashSet());
        var paths = mails.SelectMany(m => m.Links).Where(l => l.Contains("/r/", StringComparison.Ordinal)).Select(l => new Uri(l).PathAndQuery).Distinct().ToList();
        Assert.True(paths.Count > 20, $"Only {paths.Count} links");
        var before = await StateAsync(api, ids);

        var rounds = Math.Max(1, Proof.ScannerVisits / (Scanners.Length * Looks.Length));
        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (path, _) =>
        {
            for (var round = 0; round < rounds; round++)
                foreach (var scanner in Scanners)
                    foreach (var look in Looks)
                        await LookAsync(api, look, path, scanner);
        });
        Assert.Equal(before, await StateAsync(api, ids));

        foreach (var path in paths)
        {
            using var press = new FormUrlEncodedContent([KeyValuePair.Create("action", "accept")]);
            await api.PostAsync(path, press, key: null);
        }
        Assert.All(paths, path => Assert.DoesNotContain(path.Split('.')[1], host.Log, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parts_of_other_tokens_put_together_do_nothing_and_say_so()
    {
        await using var host = await HostProcess.StartAsync();
        var api = new Api(host.Client);
        var ids = new[] { await api.ReceiveAsync(A.Lead()), await api.ReceiveAsync(A.Lead()) };
        var tokens = (await api.MailsAsync()).SelectMany(m => m.Links).Where(l => l.Contains("/r/", StringComparison.Ordinal)).Select(l => l[(l.IndexOf("/r/", StringComparison.Ordinal) + 3)..].Split('.')).ToList();
        var before = await StateAsync(api, ids);
        foreach (var claims in tokens)
            foreach (var mac in tokens.Where(t => t[2] != claims[2]))
            {
                using var press = new FormUrlEncodedContent([KeyValuePair.Create("action", "accept"), KeyValuePair.Create("reason", "spam")]);
                var reply = await api.PostAsync($"/r/{claims[0]}.{claims[1]}.{mac[2]}", press, key: null);
                Assert.Contains("This link does not work", reply.Is(HttpStatusCode.NotFound).Text, StringComparison.Ordinal);
            }
        Assert.Equal(before, await StateAsync(api, ids));
    }

    [Fact]
    public async Task A_link_works_until_its_key_is_retired_and_is_gone_then()
    {
        var (old, fresh) = ("old:0123456789abcdef0123456789abcdef", "fresh:fedcba9876543210fedcba9876543210");
        await using var first = await HostProcess.StartAsync(true, ("LinkKeys__0", old));
        var api = new Api(first.Client);
        var id = await api.ReceiveAsync(A.Lead());
        var path = await (await api.MailsAboutAsync(id)).Single(m => m.Class == "assignment").LinkToAsync(api, "accept");
        Assert.StartsWith("/r/old.", path, StringComparison.Ordinal);
        await first.KillAsync();

        await using (var rotated = HostProcess.On(first.Data, ("LinkKeys__0", fresh), ("LinkKeys__1", old)))
        {
            await rotated.StartAgainAsync();
            var newer = new Api(rotated.Client);
            Assert.Contains("value=\"accept\"", (await newer.GetAsync(path, key: null)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
            var other = (await newer.MailsAboutAsync(await newer.ReceiveAsync(A.Lead()))).Single(m => m.Class == "assignment");
            Assert.StartsWith("/r/fresh.", await other.LinkToAsync(newer, "accept"), StringComparison.Ordinal);
        }

        await using var retired = HostProcess.On(first.Data, ("LinkKeys__0", fresh));
        await retired.StartAgainAsync();
        var last = new Api(retired.Client);
        using var press = new FormUrlEncodedContent([KeyValuePair.Create("action", "accept")]);
        // In the language of the rep, whom the token still names.
        Assert.Contains("Este enlace ha caducado", WebUtility.HtmlDecode((await last.PostAsync(path, press, key: null)).Is(HttpStatusCode.Gone).Text), StringComparison.Ordinal);
        Assert.Equal("offered", (await last.LeadAsync(id)).State);
    }

    [Fact]
    public async Task A_link_expires()
    {
        await using var host = await HostProcess.StartAsync(true, ("LinkDays", "1"));
        var api = new Api(host.Client);
        var id = await api.ReceiveAsync(A.Lead());
        var path = await (await api.MailsAboutAsync(id)).Single(m => m.Class == "assignment").LinkToAsync(api, "rate");
        await api.AdvanceAsync(TimeSpan.FromDays(1));
        (await api.GetAsync(path, key: null)).Is(HttpStatusCode.OK);
        await api.AdvanceAsync(TimeSpan.FromSeconds(1));
        using var press = new FormUrlEncodedContent([KeyValuePair.Create("action", "rate"), KeyValuePair.Create("rating", "bad"), KeyValuePair.Create("reason", "spam")]);
        (await api.PostAsync(path, press, key: null)).Is(HttpStatusCode.Gone);
        Assert.DoesNotContain("rated", (await api.LeadAsync(id)).Story);
    }

    private static async Task<string[]> MailsOfAllKindsAsync(Api api)
    {
        var silent = await api.ReceiveAsync(A.Lead());
        var taken = A.Lead();
        var accepted = await api.ReceiveAsync(taken.DeepClone().AsObject());
        (await api.SignalAsync(accepted, new { type = "accepted" })).Is(HttpStatusCode.OK);
        // A repeat enquiry, and then silence until the house queue.
        await api.ReceiveAsync(taken.With("message", "again"));
        while ((await api.LeadAsync(silent)) is { State: not "house" } lead) await api.MoveToAsync(lead.Next);
        return [silent, accepted];
    }

    private static async Task LookAsync(Api api, HttpMethod look, string path, string scanner)
    {
        var reply = await api.SendAsync(look, path, null, key: null, ("User-Agent", scanner));
        if (look == HttpMethod.Options) return;
        reply.Is(HttpStatusCode.OK);
        Assert.Equal("no-store", reply.Headers.CacheControl?.ToString());
        Assert.Equal("no-referrer", reply.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("noindex", reply.Headers.GetValues("X-Robots-Tag").Single());
    }

    private static async Task<string> StateAsync(Api api, string[] ids)
    {
        var leads = new List<string>();
        foreach (var id in ids) leads.Add((await api.LeadAsync(id)).Json.ToJsonString());
        var pools = (await api.GetAsync("/api/pools")).Is(HttpStatusCode.OK).Text;
        return string.Join('\n', [.. leads, pools, (await api.MailsAsync()).Count.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
    }
}
