using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Table <c>Mailboxes</c>, one partition a mailbox (keyed hash of the address), one row <c>send-{id}</c> a mail. Sends to one mailbox
/// are written in groups: a rep gets many at once.
/// </summary>
public sealed class TableMailStore(ITableEngine tables, KeyedHash hash) : IMailStore
{
    public const string Table = "Mailboxes";

    private const string Send = "send-";
    private const string State = "State";
    private const string Dispatched = "Dispatched";

    private readonly PartitionQueues queues = new(tables, Table);

    public Task<MailClaim> ClaimAsync(string mailbox, string sendId, string mailClass, DateTimeOffset now, CancellationToken ct) =>
        queues.RunAsync(hash.Of(mailbox), async (batch, ct) =>
        {
            // New as a rule: the row is only looked for when the insert was refused, or another of the group claims the same mail.
            var earlier = batch.IsRetry ? await batch.GetAsync(Send + sendId, ct).ConfigureAwait(false) : batch.Planned(Send + sendId);
            switch (earlier?[State] as string)
            {
                case nameof(MailFate.Accepted):
                    return MailClaim.Sent;
                case Dispatched or nameof(MailFate.Unknown):
                    batch.Set(Send + sendId, Row(mailClass, nameof(MailFate.Unknown), now));
                    return MailClaim.Unknown;
                default:
                    batch.Set(Send + sendId, Row(mailClass, Dispatched, now));
                    return MailClaim.Yours;
            }
        });

    public Task ConfirmAsync(string mailbox, string sendId, MailFate fate, DateTimeOffset now, CancellationToken ct) =>
        queues.RunAsync(hash.Of(mailbox), (batch, _) =>
        {
            batch.Put(Send + sendId, Row(null, fate.ToString(), now));
            return Task.FromResult(true);
        });

    private static Dictionary<string, object> Row(string? mailClass, string state, DateTimeOffset now)
    {
        var row = new Dictionary<string, object> { [State] = state, ["At"] = now };
        if (mailClass is not null) row["Class"] = mailClass;
        return row;
    }
}
