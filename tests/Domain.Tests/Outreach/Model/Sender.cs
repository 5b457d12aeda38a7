using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach.Model;

/// <summary>
/// One process that brings one send to its end, from wherever the outbox row says it is; it yields wherever a real one awaits. A dead
/// one is replaced by another that starts from the rows, and two may be at the same send.
/// </summary>
internal sealed class Sender(World world, Store store, Provider provider, Protocol protocol, MailRules rules, TimeSpan clockOffset = default)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(1_500);

    /// <summary>This host's own clock.</summary>
    private DateTimeOffset Now => world.Now + clockOffset;

    public IEnumerable<TimeSpan> Run(SendRequest first)
    {
        while (true)
        {
            yield return Hop();
            var (row, send) = store.Read(first.Id);
            if (send?.Status.IsFinal == true) yield break;
            if (send?.Status is SendStatus.Waiting { Until: var until } && until > Now) yield return until - Now;
            else if (Open(send) is { } sleep)
            {
                yield return sleep;
                (row, send) = store.Read(first.Id);
                if (send is not null && Outbox.Lapse(row.State, send, Now) is Move.Moved lapsed) store.Commit(row, lapsed.State, lapsed.Send);
            }
            else
                foreach (var step in Attempt(send is null ? first : SendRequest.Again(send, BreakerGate.Closed), row)) yield return step;
        }
    }

    /// <summary>How long to leave an attempt alone that somebody has under way; null when this process may begin one.</summary>
    private TimeSpan? Open(Send? send) => send?.Status switch
    {
        SendStatus.Reserved r when r.LeaseEnd > Now => r.LeaseEnd - Now,
        SendStatus.Dispatched d => Left(d.Deadline),
        SendStatus.Unknown u when !send.Class.MayRepeatUnknown || send.Attempts > 3 => Left(u.Deadline + Outbox.EvidenceWindow),
        _ => null,
    };

    private TimeSpan Left(DateTimeOffset until) => until > Now ? until - Now : TimeSpan.Zero;

    private IEnumerable<TimeSpan> Attempt(SendRequest request, Row row)
    {
        var token = new AttemptToken(world.NextToken());
        var claim = world.Happens(50) ? Claim.Dispatch(token, Now + Deadline) : Claim.Reserve(token, Now + Lease);
        var submission = protocol.Submit(rules, row.State, request, claim, Now);
        if (!submission.Changed) yield break;
        if (protocol.ChecksThenSends && submission.Decision.Verdict == Verdict.Admit)
        {
            foreach (var step in provider.Post(request.Id, token, _ => { })) yield return step;
            foreach (var step in RecordAfterwards(request, claim)) yield return step;
            yield break;
        }
        yield return Hop();
        if (store.Commit(row, submission.State, submission.Send) == Reply.Conflict || submission.Decision.Verdict != Verdict.Admit) yield break;
        if (!claim.Dispatches)
            foreach (var step in Dispatch(request.Id, token)) yield return step;
        yield return Stall();
        // Read again: the row itself says whether the writes whose replies were lost are ours.
        var (_, send) = store.Read(request.Id);
        if (send is null || send.Status.Owner is null) yield break;
        var rest = protocol.MayPost(send, token, Now) ? PostAndConfirm(request.Id, token) : Confirm(request.Id, token, NeverLeft);
        foreach (var step in rest) yield return step;
    }

    private IEnumerable<TimeSpan> Dispatch(SendId id, AttemptToken token)
    {
        for (var reply = Reply.Conflict; reply == Reply.Conflict;)
        {
            yield return Stall();
            var (row, send) = store.Read(id);
            if (send is null || protocol.Dispatch(row.State, send, token, Now + Deadline, Now) is not Move.Moved moved) yield break;
            yield return Hop();
            reply = store.Commit(row, moved.State, moved.Send);
        }
    }

    private IEnumerable<TimeSpan> PostAndConfirm(SendId id, AttemptToken token)
    {
        ProviderAnswer answer = new ProviderAnswer.Unknown();
        foreach (var step in provider.Post(id, token, said => answer = said)) yield return step;
        if (protocol.RetriesOnTheSameSlot && answer is ProviderAnswer.Unknown)
            foreach (var step in provider.Post(id, token, said => answer = said)) yield return step;
        foreach (var step in Confirm(id, token, answer)) yield return step;
    }

    private IEnumerable<TimeSpan> Confirm(SendId id, AttemptToken token, ProviderAnswer answer)
    {
        var after = Now;
        for (var reply = Reply.Conflict; reply != Reply.Done;)
        {
            yield return Hop();
            var (row, send) = store.Read(id);
            if (send is null || protocol.Confirm(row.State, send, token, answer, after) is not Move.Moved moved || moved.Send == send) yield break;
            yield return Hop();
            reply = store.Commit(row, moved.State, moved.Send);
        }
    }

    private IEnumerable<TimeSpan> RecordAfterwards(SendRequest request, Claim claim)
    {
        var (row, _) = store.Read(request.Id);
        var late = Outbox.Submit(rules, row.State, request, claim, Now);
        yield return Hop();
        store.Commit(row, late.State, late.Send);
    }

    private TimeSpan Hop() => TimeSpan.FromMilliseconds(world.Chance.Next(30));

    /// <summary>A pause of the process: mostly short, at times past its lease, seldom past a whole window.</summary>
    private TimeSpan Stall() => TimeSpan.FromMilliseconds(
        !world.Fails(20) ? world.Chance.Next(50) : world.Happens(75) ? world.Chance.Next(3_000) : world.Chance.Next(25_000));

    private ProviderAnswer NeverLeft => new ProviderAnswer.Rejected(Now);
}
