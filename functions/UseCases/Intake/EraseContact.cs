using System.Text;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Intake;

/// <summary>What an erasure did.</summary>
/// <param name="Pending">Submissions that could not be settled in time; the same call again goes on.</param>
public sealed record Erasure(int Submissions, int Pending);

/// <summary>
/// Forgets a person: every submission of his, known by his address or number or linked to one that is, loses what it says of him; states and
/// counts stay. Safe to repeat: what leads to a submission is forgotten last.
/// </summary>
public sealed class EraseContact(
    ILeadStore leads, ILeadIndex index, IIdentityStore identities, IMailStore mails, PersonKeys keys,
    PostSignal post, AdvanceLead advance, IStoreScrub storage, IEnumerable<IMailCopies> copies, TimeProvider clock)
{
    private const int AtOnce = 16;

    /// <param name="contactId">The keyed hash of his mailbox, or of the number of one who left no address.</param>
    public async Task<Erasure> RunAsync(string contactId, CancellationToken ct)
    {
        var contact = new PersonKey(PersonKeys.Email, contactId, IsHash: true);
        var found = await FindAsync(contact, ct).ConfigureAwait(false);
        // What only his number leads to goes first: whoever repeats this finds it while the number still stands in a lead.
        var forgotten = found.Keys.Reverse().ToHashSet();
        var known = found.Values.SelectMany(r => keys.Of(r.Attributes)).Append(contact).Append(ByPhone(contact)).ToHashSet();
        var pending = 0;
        foreach (var id in forgotten)
        {
            var outcome = await post.RunAsync(id, $"erased-{Guid.CreateVersion7():N}", new Signal.Erased(), "", ct).ConfigureAwait(false);
            if (outcome is SignalOutcome.Taken)
            {
                // Who took it may not have come to the lists yet, nor to the last lines of the story.
                await advance.RunAsync(id, ct).ConfigureAwait(false);
                await leads.ScrubAsync(id, ct).ConfigureAwait(false);
            }
            else if (outcome is not SignalOutcome.NoSuchLead) pending++;
        }
        // He may have written his address in several ways: each has a mailbox of its own, which goes on suppressing.
        var mailboxes = found.Values.Select(r => r.Attributes["Email"]).OfType<string>().Select(mails.IdOf).Append(new MailboxId(contactId)).Distinct();
        foreach (var mailbox in mailboxes) await mails.EraseAsync(mailbox, clock.GetUtcNow(), ct).ConfigureAwait(false);
        var traces = TracesOf(contact, found.Values);
        foreach (var kept in copies) await kept.ForgetAsync(text => traces.AddressIn(text) || traces.NumberIn(text), ct).ConfigureAwait(false);
        if (pending == 0)
            foreach (var key in known) await identities.ForgetAsync(key, forgotten, ct).ConfigureAwait(false);
        await storage.ScrubAsync().ConfigureAwait(false);
        return new Erasure(forgotten.Count, pending);
    }

    private async Task<Dictionary<LeadId, LeadRecord>> FindAsync(PersonKey contact, CancellationToken ct)
    {
        var found = new Dictionary<LeadId, LeadRecord>();
        var next = new Queue<LeadId>(await identities.SubmissionsAsync(contact, ct).ConfigureAwait(false));
        foreach (var id in await identities.SubmissionsAsync(ByPhone(contact), ct).ConfigureAwait(false)) next.Enqueue(id);
        // The id may stand for another spelling of the address than the one that stands for all of them.
        if (next.Count == 0)
            foreach (var id in await WalkAsync(contact, ct).ConfigureAwait(false)) next.Enqueue(id);
        await FollowAsync(next, found, contact, ct).ConfigureAwait(false);
        // What never became a lead, no key leads to.
        var traces = TracesOf(contact, found.Values);
        foreach (var state in new[] { LeadStatus.Quarantined, LeadStatus.Discarded })
            foreach (var id in await AsideAsync(traces, state, ct).ConfigureAwait(false)) next.Enqueue(id);
        await FollowAsync(next, found, contact, ct).ConfigureAwait(false);
        return found;
    }

    private async Task FollowAsync(Queue<LeadId> next, Dictionary<LeadId, LeadRecord> found, PersonKey contact, CancellationToken ct)
    {
        while (next.TryDequeue(out var id))
        {
            if (found.ContainsKey(id) || await leads.OpenAsync(id, ct).ConfigureAwait(false) is not { Record: var record }) continue;
            found.Add(id, record);
            foreach (var other in record.Touches.Select(t => t.Submission).Concat(record.Life.LinkedTo is { } main ? [main] : [])) next.Enqueue(other);
            if (record.Attributes["Email"] is { } address && IsMailbox(contact, address))
                foreach (var more in await identities.SubmissionsAsync(keys.Mailbox(address), ct).ConfigureAwait(false)) next.Enqueue(more);
        }
    }

    private async Task<List<LeadId>> WalkAsync(PersonKey contact, CancellationToken ct)
    {
        var found = new List<LeadId>();
        for (string? cursor = null; ;)
        {
            var walk = await leads.WalkAsync(cursor, ct).ConfigureAwait(false);
            found.AddRange(walk.Leads.Where(r => r.Attributes["Email"] is { } address && IsMailbox(contact, address)).Select(r => r.Id));
            cursor = walk.Next;
            if (cursor is null) return found;
        }
    }

    private async Task<List<LeadId>> AsideAsync(PersonTraces traces, LeadStatus state, CancellationToken ct)
    {
        var found = new List<LeadId>();
        await foreach (var some in index.AsideAsync(state, ct).Select(line => line.LeadId).Chunk(AtOnce).ConfigureAwait(false))
        {
            var isHis = await Task.WhenAll(some.Select(id => IsOfAsync(traces, id, ct))).ConfigureAwait(false);
            found.AddRange(some.Where((_, at) => isHis[at]));
        }
        return found;
    }

    /// <summary>Such a submission may be of no form at all, or its body dropped: any word of either may be the address, and the number where there is none.</summary>
    private async Task<bool> IsOfAsync(PersonTraces traces, LeadId id, CancellationToken ct)
    {
        if (await leads.OpenAsync(id, ct).ConfigureAwait(false) is not { Record: var record }) return false;
        var texts = record.Attributes.SelectMany(a => a.Value).ToList();
        if (await leads.ReadSubmissionAsync(id, ct).ConfigureAwait(false) is { } raw) texts.Add(Encoding.UTF8.GetString(raw.Body));
        return texts.Exists(traces.AddressIn) || (record.Attributes["Email"] is null && texts.Exists(traces.NumberIn));
    }

    private static PersonKey ByPhone(PersonKey contact) => contact with { Kind = PersonKeys.Phone };

    private PersonTraces TracesOf(PersonKey contact, IEnumerable<LeadRecord> found)
    {
        var all = found.ToList();
        return new PersonTraces(
            [.. all.Select(r => r.Attributes["Email"]).OfType<string>()], [.. all.Select(r => r.Attributes["Phone"]).OfType<string>()],
            address => IsMailbox(contact, address), number => identities.HashOf(new PersonKey(PersonKeys.Phone, number)) == contact.Value);
    }

    private bool IsMailbox(PersonKey contact, string address) =>
        identities.HashOf(keys.Mailbox(address)) == contact.Value || identities.HashOf(new PersonKey(PersonKeys.Email, address)) == contact.Value;
}
