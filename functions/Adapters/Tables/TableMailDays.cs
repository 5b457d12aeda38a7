using System.Collections.Immutable;
using System.Globalization;
using LeadRouter.Domain.Insights;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>Partition <c>days</c> of table <c>Breakers</c>: one row a day, with what each process counted on it.</summary>
public sealed class TableMailDays(ITableEngine tables) : IMailDays
{
    private const string Partition = "days";
    private const string Data = "Data";

    public async Task WriteAsync(string process, MailDay day, CancellationToken ct)
    {
        while (true)
        {
            var row = await tables.GetAsync(TableBreakerStore.Table, Partition, Key(day.Day), ct).ConfigureAwait(false);
            var properties = new Dictionary<string, object> { [Data] = StoreJson.Write(In(row).SetItem(process, day.Counts)) };
            RowWrite write = row is null ? new RowWrite.Insert(Key(day.Day), properties) : new RowWrite.Replace(Key(day.Day), properties, row.ETag);
            if (await tables.CommitAsync(TableBreakerStore.Table, Partition, [write], ct).ConfigureAwait(false) is CommitOutcome.Committed) return;
        }
    }

    public async Task<IReadOnlyList<MailDay>> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var days = new List<MailDay>();
        var range = new TableRange(TableBreakerStore.Table, Partition, new RowKeyRange(Key(from), Key(to) + ' '));
        await foreach (var row in tables.RangeAsync(range, ct).ConfigureAwait(false))
        {
            var empty = new MailDay(DateOnly.ParseExact(row.RowKey, "yyyyMMdd", CultureInfo.InvariantCulture));
            days.Add(In(row).Values.Aggregate(empty, (sum, counts) => sum.Plus(empty with { Counts = counts })));
        }
        return days;
    }

    private static ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, long>> In(TableRow? row) => row?.Text(Data) is { } json
        ? StoreJson.Read<ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, long>>>(json)
        : ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, long>>.Empty;

    private static string Key(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
