using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>Table <c>Accounts</c>, a partition a company: the keyed hash of its domain, with the rep who had its newest lead.</summary>
public sealed class TableAccountOwners(ITableEngine tables, KeyedHash hash) : IAccountOwners
{
    public const string Table = "Accounts";

    private const string Row = "owner";
    private const string Rep = "Rep";

    public async Task<RepId?> FindAsync(string company, CancellationToken ct) =>
        (await tables.GetAsync(Table, hash.Of(company), Row, ct).ConfigureAwait(false))?.Text(Rep) is { } rep ? new RepId(rep) : null;

    public async Task KeepAsync(string company, RepId owner, CancellationToken ct) =>
        await tables.CommitAsync(Table, hash.Of(company), [new RowWrite.Upsert(Row, new Dictionary<string, object> { [Rep] = owner.Value })], ct).ConfigureAwait(false);
}
