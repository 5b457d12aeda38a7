using System.Text.Json;
using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach.Model;

internal enum Reply { Done, Conflict, Lost }

internal sealed record Row(long Version, MailboxState State);

/// <summary>
/// One mailbox's partition: a state row and an outbox row a send, written together under the state's version. Whatever is committed
/// is checked here, and passes through the codec as it would in a real store.
/// </summary>
internal sealed class Store(World world, Oracle oracle)
{
    private readonly Dictionary<SendId, Send> sends = [];
    private Row row = new(0, Some.Mailbox);

    public IReadOnlyCollection<Send> Sends => sends.Values;

    public (Row Row, Send? Send) Read(SendId id) => (row, sends.GetValueOrDefault(id));

    /// <summary>Compare-and-swap; the reply may be lost, whether the write was applied or not.</summary>
    public Reply Commit(Row read, MailboxState state, Send? send)
    {
        var lost = world.Fails(6);
        if (lost && world.Happens(50)) return Reply.Lost;
        if (read.Version != row.Version) return lost ? Reply.Lost : Reply.Conflict;
        var before = send is null ? null : sends.GetValueOrDefault(send.Id);
        oracle.Committed(row.State, before, send);
        Assert.True(MailboxCodec.TryRead(MailboxCodec.ToBytes(state), out var kept));
        row = new Row(row.Version + 1, kept);
        if (send is not null) sends[send.Id] = JsonSerializer.Deserialize<Send>(JsonSerializer.Serialize(send))!;
        return lost ? Reply.Lost : Reply.Done;
    }
}
