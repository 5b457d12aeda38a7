using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Azure;
using LeadRouter.Domain.Assignment;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.SharedStore.Tests;

/// <summary>What the tests ask of hosts on one store, and of the store itself.</summary>
internal static class Hosts
{
    public static async Task<bool> DrivesAsync(this Api api) =>
        (await api.GetAsync("/health", key: null)).Is(HttpStatusCode.OK).Json["drives"]!.GetValue<bool>();

    public static async Task<long> CommitsAsync(this Api api) =>
        (await api.GetAsync("/dev/stats", key: null)).Is(HttpStatusCode.OK).Json["storage"]!["commits"]!.GetValue<long>();

    public static Task<TimeSpan> UntilOwnedAsync(this Api api, int leads, TimeSpan patience) => Wait.UntilAsync(
        async () => (await api.ListAsync()).Count(HasOwner) == leads,
        patience,
        async () => $"{(await api.ListAsync()).Count(HasOwner)} of {leads} leads have an owner");

    public static bool HasOwner(JsonNode line) => line["owner"] is not null;

    /// <summary>Accounting balances, the ledger sums to zero and knows each owner's leads, and the feed tells one offer a lead.</summary>
    public static async Task AssertBooksAsync(this Api api, string storage)
    {
        await api.AccountingAsync();
        var leads = (await api.ListAsync()).Where(HasOwner).ToList();
        var events = (await api.FeedAsync()).Events;
        Assert.Equal(events.Count, events.Select(e => e["id"]!.GetValue<string>()).Distinct().Count());
        var offers = events.Where(e => e["state"]!.GetValue<string>() == "offered").CountBy(e => e["leadId"]!.GetValue<string>()).ToDictionary();
        Assert.All(leads, lead => Assert.Equal(1, offers[lead["leadId"]!.GetValue<string>()]));
        var book = await BookAsync(storage);
        Assert.All(book.Ledgers, ledger => Assert.Equal(Credit.Zero, ledger.Sum));
        var owned = leads.CountBy(l => l["owner"]!.GetValue<string>()).ToDictionary();
        Assert.All(book.Loads.Reps, rep => Assert.Equal(owned.GetValueOrDefault(rep.Value), book.Loads[rep].Open));
    }

    private static async Task<AssignmentBook> BookAsync(string storage)
    {
        await using var tables = new RetryingTableEngine(AzureTableEngine.Connect(storage, AzureTableEngine.UsualTimeout), TimeSpan.Zero);
        return await new TablePoolBooks(tables).ReadAsync(CancellationToken.None);
    }
}
