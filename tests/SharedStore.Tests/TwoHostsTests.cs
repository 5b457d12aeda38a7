using LeadRouter.LocalHost.Tests.Hosting;
using LeadRouter.Tests.Shared;

namespace LeadRouter.SharedStore.Tests;

/// <summary>Two real processes on one Azurite.</summary>
public sealed class TwoHostsTests : IAsyncLifetime
{
    private const int LeaseSeconds = 3;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(Prove.Size(60, 180));

    private AzuriteProcess azurite = null!;
    private HostProcess driver = null!;
    private HostProcess other = null!;
    private Api atDriver = null!;
    private Api atOther = null!;

    public async ValueTask InitializeAsync()
    {
        azurite = await AzuriteProcess.StartAsync();
        driver = await StartAsync();
        other = await StartAsync();
        (atDriver, atOther) = (new Api(driver.Client), new Api(other.Client));
        await Wait.UntilAsync(atDriver.DrivesAsync, Soon);
    }

    public async ValueTask DisposeAsync()
    {
        await driver.DisposeAsync();
        await other.DisposeAsync();
        await azurite.DisposeAsync();
    }

    [Fact]
    public async Task Whatever_host_takes_a_lead_the_driver_routes_it_and_links_work_on_both()
    {
        Assert.False(await atOther.DrivesAsync());
        var id = (await atOther.SubmitAsync(A.Lead())).Is(HttpStatusCode.OK).Value("leadId")!;
        await atOther.UntilOwnedAsync(1, Soon);

        var mail = (await atDriver.MailsAboutAsync(id)).Single(m => m.Class == "assignment");
        var accept = await mail.LinkToAsync(atOther, "accept");
        (await atOther.PostAsync(accept, new FormUrlEncodedContent([new("action", "accept")]), key: null)).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(async () => (await atOther.LeadAsync(id)).State == "accepted", Soon);
        Assert.Empty(await atOther.MailsAsync());
    }

    [Fact]
    public async Task Two_submissions_of_one_person_at_once_on_two_hosts_become_one_lead()
    {
        const int people = 12;
        var posts = Enumerable.Range(0, people).SelectMany(_ =>
        {
            var person = A.Lead();
            return new[] { atDriver.SubmitAsync(person, "website", $"{Guid.NewGuid()}"), atOther.SubmitAsync(person.DeepClone().AsObject(), "website", $"{Guid.NewGuid()}") };
        });
        foreach (var reply in await Task.WhenAll(posts)) reply.Is(HttpStatusCode.OK);

        await atOther.UntilOwnedAsync(people, Soon);
        await Wait.UntilAsync(async () => (await atOther.AccountingAsync())["linked"]!.GetValue<int>() == people, Soon);

        var accounting = await atOther.AccountingAsync();
        Assert.Equal((2 * people, people), (accounting["received"]!.GetValue<int>(), accounting["inProgress"]!.GetValue<int>()));
        foreach (var line in await atOther.ListAsync())
        {
            var lead = await atOther.LeadAsync(line["leadId"]!.ToString());
            Assert.Equal(("1", false), (lead.Json["touchCount"]!.ToString(), lead.Owner is null));
        }
        var acknowledged = (await atDriver.MailsAsync()).Concat(await atOther.MailsAsync()).Where(m => m.Class == "ack").CountBy(m => m.To).ToList();
        Assert.Equal((people, 1), (acknowledged.Count, acknowledged.Max(a => a.Value)));
        await atOther.AssertBooksAsync(azurite.ConnectionString);
    }

    [Fact]
    public async Task A_driver_stopped_past_its_lease_is_replaced_and_writes_nothing_stale_when_it_comes_back()
    {
        var before = Prove.Size(24, 500);
        var known = A.Lead();
        await atDriver.SubmitAsync(known);
        await atOther.UntilOwnedAsync(1, Soon);
        await Task.WhenAll(Enumerable.Range(1, before - 1).Select(i => (i % 2 == 0 ? atDriver : atOther).SubmitAsync(A.Lead())));
        await driver.FreezeAsync();
        await Task.WhenAll(Enumerable.Range(0, before).Select(_ => atOther.SubmitAsync(A.Lead())));
        await Wait.UntilAsync(atOther.DrivesAsync, Soon);
        await atOther.UntilOwnedAsync(2 * before, Soon);
        // A person whom the driver before knew is known to this one: both hash alike.
        await atOther.SubmitAsync(known.DeepClone().AsObject(), "website", "again");
        await Wait.UntilAsync(async () => (await atOther.AccountingAsync())["linked"]!.GetValue<int>() == 1, Soon);

        await driver.ThawAsync();
        await Wait.UntilAsync(async () => !await atDriver.DrivesAsync(), Soon);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => atDriver.SubmitAsync(A.Lead())));
        await atOther.UntilOwnedAsync(2 * before + 4, Soon);

        // Once it has noted what it took in and what it counted of its mails; whoever still drove would write all the time.
        await Wait.UntilAsync(
            async () =>
            {
                var before = await atDriver.CommitsAsync();
                await Task.Delay(TimeSpan.FromSeconds(LeaseSeconds));
                return await atDriver.CommitsAsync() == before;
            },
            Soon);
        Assert.True(await atOther.DrivesAsync());
        await atOther.AssertBooksAsync(azurite.ConnectionString);
        var acks = (await atDriver.MailsAsync()).Concat(await atOther.MailsAsync()).Where(m => m.Class == "ack").CountBy(m => m.SendId).ToList();
        Assert.All(acks, sent => Assert.Equal(1, sent.Value));
    }

    // A sweep would come too late to be of any help.
    private Task<HostProcess> StartAsync() => HostProcess.OnTablesAsync(
        azurite.ConnectionString, ("DriverLeaseSeconds", $"{LeaseSeconds}"), ("Parallelism", "8"), ("SweepSeconds", $"{2 * Soon.TotalSeconds}"));
}
