using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Outreach;

namespace LeadRouter.Adapters.Tests.Outreach.Scheduled;

/// <summary>What must hold, judged from what the provider saw and from each committed batch, never from what the throttle believes.</summary>
internal sealed class Oracle(World world)
{
    private readonly Dictionary<AttemptToken, bool> suppressedAtDispatch = [];
    private readonly Dictionary<SendId, SendStatus> sends = [];
    private readonly List<(string Id, AttemptToken Token)> posts = [];
    private readonly List<(string Id, DateTimeOffset At)> arrived = [];
    private MailboxState mailbox = MailboxState.New;

    public List<string> Violations { get; } = [];

    public int Arrived => arrived.Count;

    /// <summary>A batch of the mailbox was written.</summary>
    public void Committed(IReadOnlyList<RowWrite> writes)
    {
        var before = mailbox;
        foreach (var write in writes)
        {
            var data = (write as RowWrite.Insert)?.Properties["Data"] ?? (write as RowWrite.Replace)?.Properties["Data"] ?? (write as RowWrite.Upsert)?.Properties["Data"];
            if (data is byte[] state) Assert.True(MailboxCodec.TryRead(state, out mailbox!));
            if (data is string json && write.RowKey.StartsWith("send-", StringComparison.Ordinal)) Moved(StoreJson.Read<Send>(json), before);
        }
    }

    public void Posting(string id, AttemptToken token)
    {
        if (!suppressedAtDispatch.TryGetValue(token, out var suppressed)) Violations.Add($"I7 {id} posted without a committed dispatch");
        else if (suppressed) Violations.Add($"I4 {id} posted although suppressed before its dispatch");
        if (posts.Any(p => p.Token == token)) Violations.Add($"I2 {id} posted twice in one attempt");
        posts.Add((id, token));
    }

    /// <summary>The provider surely did not take it.</summary>
    public void Refused(string id, AttemptToken token) => posts.Remove((id, token));

    public void Took(string id) => arrived.Add((id, world.Now));

    public void Judge(IEnumerable<(int Limit, TimeSpan Window)> caps, bool atMostOnce)
    {
        foreach (var (limit, window) in caps)
            for (var i = 0; i + limit < arrived.Count; i++)
                if (arrived[i + limit].At - arrived[i].At < window) Violations.Add($"I1 more than {limit} in {window} from {arrived[i].At:O}");
        if (posts.Count > suppressedAtDispatch.Count) Violations.Add($"I2 {posts.Count} posts for {suppressedAtDispatch.Count} slots");
        Violations.AddRange(sends.Where(s => !s.Value.IsFinal).Select(s => $"I11 {s.Key} never ended: {s.Value}"));
        if (!atMostOnce) return;
        Violations.AddRange(posts.GroupBy(p => p.Id).Where(g => g.Count() > 1).Select(g => $"I3 {g.Key} posted {g.Count()} times"));
        Violations.AddRange(mailbox.Log.Sends.GroupBy(e => e.Send).Where(g => g.Count() > 1).Select(g => $"I16 {g.Count()} slots for one send"));
    }

    private void Moved(Send send, MailboxState before)
    {
        if (sends.TryGetValue(send.Id, out var old) && old.IsFinal && old != send.Status) Violations.Add($"I11 {send.Id} left its end {old} for {send.Status}");
        if (send.Status is SendStatus.Dispatched now && old != send.Status) suppressedAtDispatch[now.Token] = before.Suppressions.Any(s => s.Active);
        sends[send.Id] = send.Status;
    }
}
