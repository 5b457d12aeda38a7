using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Sla;

/// <summary>What a rep's own page shows.</summary>
/// <param name="Open">His leads, the most urgent first.</param>
/// <param name="Ended">The last ones of his that ended, and those that he gave back or lost to somebody else.</param>
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

    // Each looks at a limited number of lines, the newest first: whoever has little to do does not read a store of many years.
    private const int MostPages = 4;
    private const int PageLines = 100;

    public async Task<MyLeads> ShowAsync(RepRow rep, DateTimeOffset now, CancellationToken ct)
    {
        var (open, ended) = (new List<LeadRecord>(), new List<LeadRecord>());
        string? cursor = null;
        for (var page = 0; page < MostPages && (page == 0 || cursor is not null) && (open.Count < MostOpen || ended.Count < MostEnded); page++)
        {
            var lines = await index.ListAsync(new LeadFilter(Rep: rep.Id), PageLines, cursor, ct).ConfigureAwait(false);
            foreach (var line in lines.Items) await ShowAsync(line, rep.Id, open, ended, ct).ConfigureAwait(false);
            cursor = lines.Next;
        }
        return new MyLeads(rep, [.. open.OrderBy(l => l.Life.Deadline?.At ?? DateTimeOffset.MaxValue)], ended, await PauseOfAsync(rep.Id, now, ct).ConfigureAwait(false), now);
    }

    private async Task ShowAsync(LeadLine line, RepId rep, List<LeadRecord> open, List<LeadRecord> ended, CancellationToken ct)
    {
        var isOpen = line.Owner == rep && line.State.IsOpen();
        var (list, most) = isOpen ? (open, MostOpen) : (ended, MostEnded);
        if (list.Count < most && await leads.OpenAsync(line.LeadId, ct).ConfigureAwait(false) is { Record: var record } && IsHis(record, rep, isOpen)) list.Add(record);
    }

    // The lead may have moved on since its line was written.
    private static bool IsHis(LeadRecord record, RepId rep, bool open) =>
        (record.Life.Owner == rep && record.Life.Status.IsOpen()) == open && (record.Life.Owner == rep || record.History.Offers.Any(o => o.Rep == rep));

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
