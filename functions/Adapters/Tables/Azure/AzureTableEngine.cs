using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Azure.Identity;

namespace LeadRouter.Adapters.Tables.Azure;

/// <summary>
/// The Azure Tables service. It sends each request once: <see cref="RetryingTableEngine"/> asks again, since only it knows a commit
/// whose reply was lost. Tables are made when first written to.
/// </summary>
public sealed class AzureTableEngine : ITableEngine
{
    public static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(5);

    // The service refuses a malformed ETag as bad input; this one is well-formed and matches nothing.
    private static readonly ETag NoSuchETag = new("W/\"datetime'1601-01-01T00%3A00%3A00.0000000Z'\"");

    private static readonly Dictionary<string, object> NoProperties = [];

    private readonly TableServiceClient service;

    private AzureTableEngine(TableServiceClient service) => this.service = service;

    public StorageCounters Counters { get; } = new();

    /// <summary>Where the service is; without keys.</summary>
    public Uri Endpoint => service.Uri;

    /// <param name="account">A connection string, or the endpoint's URL: then it signs in as the host's own Azure identity.</param>
    /// <param name="timeout">How long one request may take before its outcome counts as unknown.</param>
    public static AzureTableEngine Connect(string account, TimeSpan timeout)
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = timeout;
        return new(Uri.TryCreate(account, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "https" or "http"
            ? new TableServiceClient(endpoint, new DefaultAzureCredential(), options)
            : new TableServiceClient(account, options));
    }

    public ValueTask<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken ct)
    {
        TableNames.CheckTable(table);
        TableNames.CheckKey(partitionKey);
        TableNames.CheckKey(rowKey);
        return ReadAsync(
            async () =>
            {
                var client = service.GetTableClient(table);
                var found = await client.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: ct);
                return found.HasValue ? TableEntities.Row(found.Value!) : null;
            },
            missing: null,
            ct);
    }

    public ValueTask<TablePage> QueryAsync(TableRange range, string? continuation, CancellationToken ct)
    {
        TableNames.CheckQuery(range);
        string[] conditions = [Compared("PartitionKey", "eq", range.PartitionKey), .. Within(range.RowKeys)];
        return PageAsync(range.Table, conditions, range.PageSize, continuation, ct);
    }

    public ValueTask<TablePage> ScanPageAsync(TableScan scan, string? continuation, CancellationToken ct)
    {
        const int largestPage = 1000;
        TableNames.CheckScan(scan);
        return PageAsync(scan.Table, Within(scan.RowKeys), largestPage, continuation, ct, scan.Columns);
    }

    public async ValueTask<CommitOutcome> CommitAsync(string table, string partitionKey, IReadOnlyList<RowWrite> writes, CancellationToken ct)
    {
        BatchLimits.Check(table, partitionKey, writes);
        ct.ThrowIfCancellationRequested();
        var actions = writes.Select(write => Action(partitionKey, write)).ToList();
        try
        {
            return await SubmitAsync(table, actions, ct)
                ?? await SubmitToNewTableAsync(table, actions, ct)
                ?? throw new StorageUnavailableException($"The table {table} was made and is not there yet.");
        }
        catch (Exception e) when (IsUnavailable(e, ct))
        {
            throw new StorageUnavailableException($"The table service did not answer a commit: {e.Message}", e);
        }
    }

    /// <summary>The connections are the process's own.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<CommitOutcome?> SubmitToNewTableAsync(string table, List<TableTransactionAction> actions, CancellationToken ct)
    {
        await service.CreateTableIfNotExistsAsync(table, ct);
        return await SubmitAsync(table, actions, ct);
    }

    /// <summary>
    /// Null when there is no such table. A single write goes as a transaction too: the HTTP client quietly repeats a request without a
    /// body, a plain delete for one, when its connection breaks, and would then take its own success for another's.
    /// </summary>
    private async Task<CommitOutcome?> SubmitAsync(string table, List<TableTransactionAction> actions, CancellationToken ct)
    {
        Counters.CountCommit(actions.Count);
        try
        {
            var replies = await service.GetTableClient(table).SubmitTransactionAsync(actions, ct);
            return new CommitOutcome.Committed([.. replies.Value.Select(reply => reply.Headers.ETag?.ToString())]);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
        {
            return null;
        }
        catch (TableTransactionFailedException e) when (ReasonOf(e) is not null)
        {
            return new CommitOutcome.Refused(e.FailedTransactionActionIndex ?? 0, ReasonOf(e)!.Value);
        }
    }

    private static Refusal? ReasonOf(RequestFailedException e) => e.Status switch
    {
        404 => Refusal.NotFound,
        409 when e.ErrorCode == TableErrorCode.EntityAlreadyExists => Refusal.AlreadyExists,
        412 => Refusal.Changed,
        _ => null,
    };

    private static TableTransactionAction Action(string partitionKey, RowWrite write)
    {
        var entity = TableEntities.Entity(partitionKey, write.RowKey, BatchLimits.PropertiesOf(write) ?? NoProperties);
        return write switch
        {
            RowWrite.Insert => new(TableTransactionActionType.Add, entity),
            RowWrite.Replace replace => new(TableTransactionActionType.UpdateReplace, entity, WellFormed(replace.ETag)),
            RowWrite.Upsert => new(TableTransactionActionType.UpsertReplace, entity),
            RowWrite.Delete delete => new(TableTransactionActionType.Delete, entity, delete.ETag is null ? ETag.All : WellFormed(delete.ETag)),
            _ => throw new ArgumentException($"{write} is no write that the engine knows.", nameof(write)),
        };
    }

    // It becomes a header inside the body, where nothing else would stop a line break.
    private static ETag WellFormed(string etag) =>
        etag.StartsWith("W/\"", StringComparison.Ordinal) && etag.EndsWith('"') && !etag.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? new(etag)
            : NoSuchETag;

    private ValueTask<TablePage> PageAsync(string table, IEnumerable<string> conditions, int pageSize, string? continuation, CancellationToken ct, IReadOnlyList<string>? columns = null) =>
        ReadAsync(
            async () =>
            {
                var filter = string.Join(" and ", conditions);
                var rows = service.GetTableClient(table).QueryAsync<TableEntity>(filter.Length == 0 ? null : filter, pageSize, columns is null ? null : ["PartitionKey", "RowKey", .. columns], ct);
                await using var pages = rows.AsPages(continuation, pageSize).GetAsyncEnumerator(ct);
                return await pages.MoveNextAsync()
                    ? new TablePage([.. pages.Current.Values.Select(entity => TableEntities.Row(entity, isWhole: columns is null))], pages.Current.ContinuationToken)
                    : new TablePage([], null);
            },
            missing: new TablePage([], null),
            ct);

    private static IEnumerable<string> Within(RowKeyRange range)
    {
        if (range.From is { } from)
            yield return Compared("RowKey", "ge", from);
        if (range.To is { } to)
            yield return Compared("RowKey", "lt", to);
    }

    private static string Compared(string key, string comparison, string value) =>
        $"{key} {comparison} '{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private async ValueTask<T> ReadAsync<T>(Func<Task<T>> read, T missing, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Counters.CountRead();
        try
        {
            return await read();
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
        {
            return missing;
        }
        catch (Exception e) when (IsUnavailable(e, ct))
        {
            throw new StorageUnavailableException($"The table service did not answer a read: {e.Message}", e);
        }
    }

    // Bad input is our own fault and no weather; a role that was just granted takes minutes to be known, so 403 is weather.
    private static bool IsUnavailable(Exception e, CancellationToken ct) => e switch
    {
        RequestFailedException failed => failed.Status is 0 or 401 or 403 or 408 or 409 or 429 or >= 500,
        OperationCanceledException => !ct.IsCancellationRequested,
        AuthenticationFailedException or HttpRequestException => true,
        IOException => e is not StorageUnavailableException,
        _ => false,
    };
}
