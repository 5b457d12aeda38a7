using System.Globalization;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Scoring;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>Reading leads: the list, one lead with its story, its decisions.</summary>
public sealed class LeadRoutes(ILeadStore leads, ILeadIndex index, ScoreLead score, RosterCache rosters) : IRoutes
{
    private const int MaxLimit = 500;

    public IEnumerable<Route> All =>
    [
        new("ListLeads", ["GET"], "api/leads", Access.Viewer, "The list of leads, newest first") { Handle = ListAsync, Query = ["state", "owner", "source", "q", "limit", "cursor"] },
        new("GetLead", ["GET"], "api/lead/{leadId}", Access.Viewer, "One lead with its story") { Handle = GetAsync },
        new("GetDecisions", ["GET"], "api/lead/{leadId}/decisions", Access.Viewer, "Every assignment decision with its inputs and reasons") { Handle = DecisionsAsync },
    ];

    internal static HttpProblem Unknown(string id) => new(StatusCodes.Status404NotFound, "lead.unknown", $"There is no lead {id}.");

    private async Task<IResult> ListAsync(HttpRequest request, CancellationToken ct)
    {
        var query = request.Query;
        if (!TryLimit(request, 50, out var limit, out var bad)) return bad;
        LeadStatus? state = null;
        if (query["state"].ToString() is { Length: > 0 } name)
        {
            if (!Enum.TryParse<LeadStatus>(name, ignoreCase: true, out var known) || known.PublicName() != name)
                return new HttpProblem(StatusCodes.Status400BadRequest, "state.unknown", $"'{name}' is no state of a lead.");
            state = known;
        }
        var filter = new LeadFilter(state, Optional(request, "owner"), Optional(request, "source"), Optional(request, "q"));
        var page = await index.ListAsync(filter, limit, Optional(request, "cursor"), ct).ConfigureAwait(false);
        return HttpJson.Ok(new { items = page.Items.Select(Line), next = page.Next });
    }

    private async Task<IResult> GetAsync(HttpRequest request, CancellationToken ct)
    {
        var id = request.Value("leadId");
        if (!IsId(id) || await leads.ReadAsync(new LeadId(id), ct).ConfigureAwait(false) is not { } story) return Unknown(id);
        return HttpJson.Ok(View(story));
    }

    private async Task<IResult> DecisionsAsync(HttpRequest request, CancellationToken ct)
    {
        var id = request.Value("leadId");
        if (!IsId(id) || await leads.ReadAsync(new LeadId(id), ct).ConfigureAwait(false) is not { } story) return Unknown(id);
        var replayed = await score.ReplayAsync(story.Record, ct).ConfigureAwait(false);
        var labels = (await rosters.CurrentAsync(ct).ConfigureAwait(false)).Labels;
        return HttpJson.Ok(new { leadId = id, scoring = Scoring(story.Record.Score, replayed), decisions = story.Decisions.Select(d => DecisionView.Of(d, labels)) });
    }

    /// <summary>Row keys forbid some characters; what is no id of ours need not be looked up.</summary>
    internal static bool IsId(string id) => id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static object Line(LeadLine line) => new
    {
        leadId = line.LeadId,
        state = line.State.PublicName(),
        owner = line.Owner,
        pool = line.Pool,
        score = line.Score,
        band = line.Band,
        source = line.Source,
        receivedAt = line.ReceivedAt,
        nextDeadline = line.NextDeadline,
    };

    private static object View(LeadStory story)
    {
        var record = story.Record;
        return new
        {
            leadId = record.Id,
            state = record.Life.Status.PublicName(),
            owner = record.Life.Owner,
            offeredTo = record.Life.OfferedTo,
            pool = record.Life.Pool,
            source = record.Source,
            receivedAt = record.ReceivedAt,
            attributes = record.Attributes,
            score = record.Score is { } score ? new { score.Total, score.Band, score.Groups, score.Evidence, rule = score.Rule } : null,
            version = record.Version,
            slaPolicy = record.Life.Terms.Policy,
            deadlines = Deadlines(record.Life),
            attempt = record.Life.Attempt,
            tried = record.Life.Tried,
            linkedTo = record.Life.LinkedTo,
            previous = record.Previous,
            reason = record.Life.Reason,
            until = record.Life.Until,
            gaps = record.Problems,
            proposals = record.Proposals,
            touches = record.Touches.Select(t => new { t.At, t.Submission, t.Source, t.Campaign }),
            touchCount = record.TouchCount,
            alarms = record.Pending.Where(p => p.Parked).Select(p => new { effect = p.Effect.GetType().Name, p.Tries, p.LastError }),
            pending = record.Pending.Where(p => !p.Parked).Select(p => new { effect = p.Effect.GetType().Name, p.Tries, p.NextTry, p.LastError }),
            timeline = story.Timeline,
        };
    }

    // Replays: the stored version still says of the lead what was stored.
    private static object? Scoring(ScoreCard? told, ScoreCard? replayed) => told is null ? null : new
    {
        told.Version,
        told.At,
        told.Total,
        told.Band,
        told.Groups,
        told.Evidence,
        told.Rule,
        replays = replayed?.SaysTheSameAs(told),
    };

    private static IEnumerable<object> Deadlines(LifecycleState life)
    {
        if (life.Deadline is { } deadline)
            yield return new
            {
                milestone = Name(deadline.Milestone),
                at = deadline.At,
                clock = life.Terms.Clock,
                businessMinutes = (int)Math.Round(Elapsed.Between(deadline.Start, deadline.At, life.Hours).BusinessMinutes),
                reminders = deadline.Reminders,
            };
        if (life.StaleAt is { } stale) yield return new { milestone = "stale", at = stale, clock = "24x7", businessMinutes = (int)life.Terms.StaleAfter.TotalMinutes };
    }

    private static string Name(Milestone milestone) => milestone.ToString().ToLowerInvariant();

    internal static string? Optional(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    internal static bool TryLimit(HttpRequest request, int usual, out int limit, out HttpProblem bad)
    {
        bad = new HttpProblem(StatusCodes.Status400BadRequest, "limit.invalid", $"limit is a number from 1 to {MaxLimit}.");
        limit = usual;
        return Optional(request, "limit") is not { } text
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit);
    }
}
