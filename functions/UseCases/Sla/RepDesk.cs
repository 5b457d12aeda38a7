using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Sla;

/// <summary>What a rep's own page shows.</summary>
/// <param name="Open">His leads, the most urgent first.</param>
/// <param name="Ended">The last ones of his that ended.</param>
/// <param name="Pause">Why he gets no leads now, if so.</param>
public sealed record MyLeads(RepRow Rep, IReadOnlyList<LeadRecord> Open, IReadOnlyList<LeadRecord> Ended, RepPause? Pause, DateTimeOffset Now)
{
    /// <summary>The date of the form was none in the future.</summary>
    public bool BadDate { get; init; }
}

/// <summary>A rep's own page: his leads, and pausing himself.</summary>
public sealed class RepDesk(ILeadIndex index, ILeadStore leads, IRepStates states, PauseRep pause)
{
    // A page is for looking at; who has more leads than this looks in the list.
    private const int MostOpen = 50;
    private const int MostEnded = 10;

    public async Task<MyLeads> ShowAsync(RepRow rep, DateTimeOffset now, CancellationToken ct)
    {
        var (open, ended) = (new List<LeadRecord>(), new List<LeadRecord>());
        foreach (var line in (await index.ListAsync(new LeadFilter(Owner: rep.Id.Value), MostOpen + MostEnded, null, ct).ConfigureAwait(false)).Items)
        {
            var list = line.State.IsOpen() ? open : ended;
            if (list.Count >= (line.State.IsOpen() ? MostOpen : MostEnded)) continue;
            if (await leads.OpenAsync(line.LeadId, ct).ConfigureAwait(false) is { Record: var record } && record.Life.Owner == rep.Id) list.Add(record);
        }
        return new MyLeads(rep, [.. open.OrderBy(l => l.Life.Deadline?.At ?? DateTimeOffset.MaxValue)], ended, await PauseOfAsync(rep.Id, now, ct).ConfigureAwait(false), now);
    }

    /// <summary>Pauses or resumes as the form says; doing either twice is harmless.</summary>
    public async Task<MyLeads> ActAsync(MyLeads mine, RepForm form, CancellationToken ct)
    {
        switch (form.Action)
        {
            case "resume":
                await pause.ResumeAsync(mine.Rep.Id, ct).ConfigureAwait(false);
                break;
            case "pause":
                var until = RepAnswer.DateIn(form.Until, mine.Rep.TimeZone);
                if (!string.IsNullOrEmpty(form.Until) && !Lifecycle.IsNurtureDate(until, mine.Now)) return mine with { BadDate = true };
                await pause.PauseAsync(mine.Rep.Id, until, mine.Rep.Id.Value, "by himself", ct).ConfigureAwait(false);
                break;
        }
        return mine with { Pause = await PauseOfAsync(mine.Rep.Id, mine.Now, ct).ConfigureAwait(false) };
    }

    private async Task<RepPause?> PauseOfAsync(RepId rep, DateTimeOffset now, CancellationToken ct)
    {
        var state = (await states.CurrentAsync(ct).ConfigureAwait(false))[rep];
        return state.IsPaused(now) ? state.Pause : null;
    }
}
