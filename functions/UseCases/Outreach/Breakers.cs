using System.Collections.Concurrent;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Outreach;

/// <summary>
/// The complaint breakers as mail meets them. A gate is read once a minute at most: breakers count by the hour, and a read for each mail
/// would cost more than it tells.
/// </summary>
public sealed partial class Breakers(IBreakerStore store, IOptions<LeadRouterOptions> options, TimeProvider clock, ILogger<Breakers> log)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<BreakerKey, (DateTimeOffset Read, ComplaintBreaker Breaker)> known = [];
    private volatile Reading? latest;

    public async ValueTask<BreakerGate> GateAsync(MailClass mailClass, string address, DateTimeOffset now, CancellationToken ct)
    {
        if (!mailClass.HeedsBreaker) return BreakerGate.Closed;
        var key = KeyOf(mailClass.Name, address, out _);
        if (!known.TryGetValue(key, out var gate) || now - gate.Read is var age && (age >= Fresh || age < TimeSpan.Zero))
            known[key] = gate = (now, await store.ReadAsync(key, ct).ConfigureAwait(false));
        return gate.Breaker.At(now).Gate;
    }

    /// <summary>Counts mails of one class that were delivered to the provider of an address.</summary>
    public Task DeliveredAsync(string mailClass, string address, DateTimeOffset at, int mails, CancellationToken ct) =>
        CountAsync(mailClass, address, breaker => breaker.Count(at, mails, 0), ct);

    /// <summary>Counts one complaint, once however often it is told.</summary>
    public Task ComplainedAsync(string mailClass, string address, DateTimeOffset at, MailboxId mailbox, SendId send, CancellationToken ct) =>
        CountAsync(mailClass, address, breaker => breaker.Complained(at, mailbox.Value, send), ct);

    private async Task CountAsync(string mailClass, string address, Func<ComplaintBreaker, ComplaintBreaker> count, CancellationToken ct)
    {
        var key = KeyOf(mailClass, address, out var provider);
        // A provider that tells nobody who complained would only hide the others' complaints.
        if (!provider.TellsComplaints) return;
        var now = clock.GetUtcNow();
        var before = BreakerMode.Closed;
        var breaker = await store.ChangeAsync(key, old =>
        {
            before = old.Mode;
            return count(old).At(now);
        }, ct).ConfigureAwait(false);
        known[key] = (now, breaker);
        latest = null;
        if (breaker.Mode != before) LogMode(key.Class, key.Provider, before, breaker.Mode);
    }

    /// <summary>Where all breakers stand; read once a minute at most, because probes ask often.</summary>
    public async ValueTask<IEnumerable<(BreakerKey Key, BreakerMode Mode)>> ModesAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var seen = latest;
        if (seen is null || now - seen.Read is var age && (age >= Fresh || age < TimeSpan.Zero))
            latest = seen = new Reading(now, await store.AllAsync(ct).ConfigureAwait(false));
        return seen.All.Select(b => (b.Key, b.Breaker.At(now).Mode));
    }

    public Task<IReadOnlyList<(BreakerKey Key, ComplaintBreaker Breaker)>> AllAsync(CancellationToken ct) => store.AllAsync(ct);

    private BreakerKey KeyOf(string mailClass, string address, out MailboxProvider provider)
    {
        provider = MailboxProvider.OfDomain(DomainOf(address));
        return new BreakerKey(DomainOf(options.Value.MailFrom), mailClass, provider.Name);
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();

    private sealed record Reading(DateTimeOffset Read, IReadOnlyList<(BreakerKey Key, ComplaintBreaker Breaker)> All);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The complaint breaker of {Class} to {Provider} went from {Before} to {After}")]
    private partial void LogMode(string @class, string provider, BreakerMode before, BreakerMode after);
}
