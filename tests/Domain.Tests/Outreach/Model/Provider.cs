using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach.Model;

/// <summary>
/// A provider with every bad habit: takes a mail and hangs, answers 500 for what it took, refuses, never answers. Tells of what it
/// took by events, late and repeated.
/// </summary>
internal sealed class Provider(World world, Store store, Oracle oracle)
{
    /// <summary>A POST: between its first byte and its answer anybody else may run. It ends within its time-out.</summary>
    public IEnumerable<TimeSpan> Post(SendId id, AttemptToken token, Action<ProviderAnswer> say)
    {
        var (before, after) = (world.Chance.Next(200), world.Chance.Next(200));
        oracle.Posting(id, token);
        yield return TimeSpan.FromMilliseconds(before);
        var outcome = world.Fails(50) ? world.Chance.Next(50) : 99;
        if (outcome < 15)
        {
            oracle.Refused(id, token);
            say(new ProviderAnswer.Rejected(outcome < 10 ? world.Now.AddSeconds(1) : null));
            yield break;
        }
        if (outcome >= 25)
        {
            oracle.Arrived(id);
            Tell(id, token);
        }
        yield return TimeSpan.FromMilliseconds(after);
        say(outcome < 50 ? new ProviderAnswer.Unknown() : new ProviderAnswer.Accepted());
    }

    private void Tell(SendId id, AttemptToken token)
    {
        foreach (var kind in new[] { MailEventKind.Processed, MailEventKind.Delivered })
            for (var copies = world.Chance.Next(3); copies > 0; copies--)
                world.Start(Deliver(id, new MailEvent(kind, world.Now, token)), TimeSpan.FromMilliseconds(world.Chance.Next(40_000)));
    }

    private IEnumerable<TimeSpan> Deliver(SendId id, MailEvent mailEvent)
    {
        for (var reply = Reply.Lost; reply != Reply.Done;)
        {
            var (row, send) = store.Read(id);
            yield return TimeSpan.FromMilliseconds(world.Chance.Next(30));
            var seen = MailEvents.Observe(row.State, send, mailEvent);
            reply = store.Commit(row, seen.State, seen.Send);
        }
    }
}
