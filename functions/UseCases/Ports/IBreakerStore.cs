using LeadRouter.Domain.Outreach;

namespace LeadRouter.UseCases.Ports;

/// <summary>The complaint breakers: one for each sending domain, class and mailbox provider.</summary>
public interface IBreakerStore
{
    Task<ComplaintBreaker> ReadAsync(BreakerKey key, CancellationToken ct);

    /// <summary>Changes one by compare-and-swap; the function is pure and may be called again.</summary>
    Task<ComplaintBreaker> ChangeAsync(BreakerKey key, Func<ComplaintBreaker, ComplaintBreaker> change, CancellationToken ct);

    /// <summary>Every breaker that has counted anything.</summary>
    Task<IReadOnlyList<(BreakerKey Key, ComplaintBreaker Breaker)>> AllAsync(CancellationToken ct);
}

public readonly record struct BreakerKey(string Domain, string Class, string Provider);
