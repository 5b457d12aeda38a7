using LeadRouter.Domain.Rules;

namespace LeadRouter.UseCases.Ports;

/// <summary>The configuration in force: a published version of the frozen tables, and the live tables as they stand.</summary>
public interface IConfigurations
{
    Configuration Current { get; }

    /// <summary>The rules of a version that a lead entered with; null when there is none of that number.</summary>
    ValueTask<RuleVersion?> FindAsync(int number, CancellationToken ct);
}

public sealed record Configuration(RuleVersion Rules, LiveConfig Live);

/// <summary>A published, immutable set of frozen tables.</summary>
public sealed record RuleVersion(int Number, RuleSet Set);
