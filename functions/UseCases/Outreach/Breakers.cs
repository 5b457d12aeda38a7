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

    public async ValueTask<BreakerGate> GateAsync(MailClass mailClass, string address, DateTimeOffset now, CancellationToken ct)
    {
        if (!mailClass.HeedsBreaker) return BreakerGate.Closed;
        var key = KeyOf(mailClass.Name, address, out _);
        if (!known.TryGetValue(key, out var gate) || now - gate.Read is var age && (age >= Fresh || age < TimeSpan.Zero))
            known[key] = gate = (now, await store.ReadAsync(key, ct).ConfigureAwait(false));
        return gate.Breaker.At(now).Gate;
    }

    /// <summary>Counts what the provider told about mails of one class to one address.</summary>
    public async Task CountAsync(string mailClass, string address, DateTimeOffset at, int delivered, int complaints, CancellationToken ct)
    {
        var key = KeyOf(mailClass, address, out var provider);
        // A provider that tells nobody who complained would only hide the others' complaints.
        if (!provider.TellsComplaints || delivered + complaints == 0) return;
        var now = clock.GetUtcNow();
        var before = BreakerMode.Closed;
        var breaker = await store.ChangeAsync(key, old =>
        {
            before = old.Mode;
            return old.Count(at, delivered, complaints).At(now);
        }, ct).ConfigureAwait(false);
        known[key] = (now, breaker);
        if (breaker.Mode != before) LogMode(key.Class, key.Provider, before, breaker.Mode);
    }

    public Task<IReadOnlyList<(BreakerKey Key, ComplaintBreaker Breaker)>> AllAsync(CancellationToken ct) => store.AllAsync(ct);

    private BreakerKey KeyOf(string mailClass, string address, out MailboxProvider provider)
    {
        provider = MailboxProvider.OfDomain(DomainOf(address));
        return new BreakerKey(DomainOf(options.Value.MailFrom), mailClass, provider.Name);
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The complaint breaker of {Class} to {Provider} went from {Before} to {After}")]
    private partial void LogMode(string @class, string provider, BreakerMode before, BreakerMode after);
}
