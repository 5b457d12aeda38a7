using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Leads;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Rules;

/// <summary>Everything that is wrong with tables, as this installation reads numbers and knows its leads.</summary>
public sealed class ConfigCheck(SeenAttributes seen, IOptions<LeadRouterOptions> options)
{
    public NumberLocale Locale { get; } = options.Value.Locale;

    public async Task<IReadOnlyList<Problem>> RunAsync(ConfigTables tables, CancellationToken ct) =>
        Linter.Check(tables, Locale, await SeenAsync(ct).ConfigureAwait(false));

    public Task<IReadOnlyCollection<string>?> SeenAsync(CancellationToken ct) => seen.KnownAsync(ct);
}
