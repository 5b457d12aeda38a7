using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach.Model;

/// <summary>What must hold, judged from what the provider saw and what was committed, never from the throttle's own log.</summary>
internal sealed class Oracle(World world)
{
    private readonly Dictionary<AttemptToken, (SendId Id, bool WasSuppressed)> dispatched = [];
    private readonly List<(SendId Id, AttemptToken Token)> posts = [];
    private readonly List<(SendId Id, DateTimeOffset At)> taken = [];

    public List<string> Violations { get; } = [];

    public int Taken => taken.Count;

    public void Committed(MailboxState before, Send? old, Send? send)
    {
        if (send is null) return;
        if (old is { Status.IsFinal: true } && send.Status != old.Status)
            Violations.Add($"I11 {send.Id} left its end {old.Status} for {send.Status}");
        if (send.Status is SendStatus.Dispatched now && old?.Status != send.Status)
            dispatched[now.Token] = (send.Id, before.Suppressions.Any(s => s.Active));
    }

    /// <summary>A POST begins: from here on the provider may see it.</summary>
    public void Posting(SendId id, AttemptToken token)
    {
        if (!dispatched.TryGetValue(token, out var slot)) Violations.Add($"I7 {id} posted without a committed dispatch");
        else if (slot.WasSuppressed) Violations.Add($"I4 {id} posted although suppressed before its dispatch");
        if (posts.Any(p => p.Token == token)) Violations.Add($"I2 {id} posted twice in one attempt");
        posts.Add((id, token));
    }

    /// <summary>The provider surely did not take it: it may be tried again.</summary>
    public void Refused(SendId id, AttemptToken token) => posts.Remove((id, token));

    public void Arrived(SendId id) => taken.Add((id, world.Now));

    public void Judge(IReadOnlyCollection<Send> sends, IEnumerable<Cap> caps, bool atMostOnce)
    {
        foreach (var cap in caps)
            for (var i = 0; i + cap.Limit < taken.Count; i++)
                if (taken[i + cap.Limit].At - taken[i].At < cap.Window) Violations.Add($"I1 more than {cap} from {taken[i].At:O}");
        if (atMostOnce) Violations.AddRange(posts.GroupBy(p => p.Id).Where(g => g.Count() > 1).Select(g => $"I3 {g.Key} posted {g.Count()} times"));
        if (posts.Count > dispatched.Count) Violations.Add($"I2 {posts.Count} posts for {dispatched.Count} slots");
        Violations.AddRange(sends.Where(s => !s.Status.IsFinal).Select(s => $"I11 {s.Id} never ended: {s.Status}"));
    }
}
