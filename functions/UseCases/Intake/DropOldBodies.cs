using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Intake;

/// <summary>Raw submissions are kept for a while only. Goes through all of them once a day, a few pages with each sweep.</summary>
public sealed class DropOldBodies(ILeadStore leads, IOptions<LeadRouterOptions> options)
{
    private const int PagesPerSweep = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    private string? cursor;
    private DateTimeOffset nextRound = DateTimeOffset.MinValue;

    /// <returns>How many were dropped.</returns>
    public async Task<int> RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (now < nextRound) return 0;
        var oldest = now.AddDays(-options.Value.RawDays);
        var dropped = 0;
        for (var page = 0; page < PagesPerSweep; page++)
        {
            var walk = await leads.WalkSubmissionsAsync(cursor, ct).ConfigureAwait(false);
            foreach (var (id, _) in walk.Submissions.Where(s => s.ReceivedAt < oldest))
            {
                await leads.DropSubmissionAsync(id, ct).ConfigureAwait(false);
                dropped++;
            }
            cursor = walk.Next;
            if (cursor is not null) continue;
            nextRound = now + Pause;
            break;
        }
        return dropped;
    }
}
