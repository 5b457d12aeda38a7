using LeadRouter.Domain.Rules;

namespace LeadRouter.UseCases.Ports;

/// <summary>The configuration in force: a published version of the frozen tables, and the live tables as they stand.</summary>
public interface IConfigurations
{
    /// <summary>Both parts in one, so that whoever reads it once decides by one configuration.</summary>
    Configuration Current { get; }

    /// <summary>The rules of a version that a lead entered with; null when there is none of that number.</summary>
    ValueTask<RuleVersion?> FindAsync(int number, CancellationToken ct);
}

/// <param name="LiveStamp">Names the content of the live tables.</param>
public sealed record Configuration(RuleVersion Rules, LiveConfig Live, string LiveStamp = "");

/// <summary>A published, immutable set of frozen tables.</summary>
public sealed record RuleVersion(int Number, RuleSet Set);
