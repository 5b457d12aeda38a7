using System.Text.Json;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>Submissions that wait for a person: what was read, why it waits, and what to do with it.</summary>
public sealed class QuarantineRoutes(ILeadStore leads, ILeadIndex index, ReplayQuarantined replay, PostSignal post) : IRoutes
{
    private sealed record ReplayBody(string? Source, string? Reason);

    public IEnumerable<Route> All =>
    [
        new("ListQuarantine", ["GET"], "api/quarantine", Access.Editor, "Submissions that wait for a person") { Handle = ListAsync, Query = ["limit", "cursor"] },
        new("ReplayAll", ["POST"], "api/quarantine/replay", Access.Editor, "Reads all submissions of a source or reason again") { Handle = ReplayAllAsync },
        new("ReplayOne", ["POST"], "api/quarantine/{id}/replay", Access.Editor, "Reads a submission again under the present rows") { Handle = ReplayAsync, Also = [202, 409] },
        new("Discard", ["DELETE"], "api/quarantine/{id}", Access.Editor, "Throws a submission away; it stays counted") { Handle = DiscardAsync, Also = [202, 409] },
    ];

    private async Task<IResult> ListAsync(HttpRequest request, CancellationToken ct)
    {
        if (!LeadRoutes.TryLimit(request, 50, out var limit, out var bad)) return bad;
        var filter = new QuarantineFilter(LeadRoutes.Optional(request, "source"), LeadRoutes.Optional(request, "reason"));
        var page = await index.ListAsync(new LeadFilter(Source: filter.Source, Quarantine: true), limit, LeadRoutes.Optional(request, "cursor"), ct).ConfigureAwait(false);
        var items = new List<object>();
        foreach (var line in page.Items)
            if (await leads.OpenAsync(line.LeadId, ct).ConfigureAwait(false) is { Record: var record } && filter.Matches(record)) items.Add(View(record));
        return HttpJson.Ok(new { items, next = page.Next });
    }

    private async Task<IResult> ReplayAsync(HttpRequest request, CancellationToken ct)
    {
        var id = request.Value("id");
        if (!LeadRoutes.IsId(id)) return LeadRoutes.Unknown(id);
        return await replay.RunAsync(new LeadId(id), ct).ConfigureAwait(false) switch
        {
            Replay.NoSuchSubmission => LeadRoutes.Unknown(id),
            Replay.NotQuarantined waiting => NotQuarantined(waiting.State.PublicName()),
            Replay.StillUnclear still => HttpJson.Ok(new { id, status = "quarantined", problems = still.Problems }),
            Replay.Split { All: var all } => HttpJson.Ok(new { id, status = "split", submissions = all.Select(one => one.Told()) }),
            Replay.Released { Outcome: var outcome } => Answer(id, "released", outcome),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private async Task<IResult> ReplayAllAsync(HttpRequest request, CancellationToken ct)
    {
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } bytes) return RequestBody.TooLarge;
        if (Parse(bytes) is not { } body) return new HttpProblem(StatusCodes.Status400BadRequest, "body.unreadable", "The body is a JSON object with source, reason or neither.");
        var (released, kept) = await replay.RunAllAsync(new QuarantineFilter(body.Source, body.Reason), ct).ConfigureAwait(false);
        return HttpJson.Ok(new { released, kept });
    }

    private async Task<IResult> DiscardAsync(HttpRequest request, CancellationToken ct)
    {
        var id = request.Value("id");
        if (!LeadRoutes.IsId(id)) return LeadRoutes.Unknown(id);
        // The same signal however often it is asked for: thrown away is thrown away.
        var outcome = await post.RunAsync(new LeadId(id), $"discard-{Guid.CreateVersion7():N}", new Signal.ThrownAway(null), "", ct).ConfigureAwait(false);
        return Answer(id, "discarded", outcome);
    }

    private static IResult Answer(string id, string status, SignalOutcome outcome) => outcome switch
    {
        SignalOutcome.NoSuchLead => LeadRoutes.Unknown(id),
        SignalOutcome.Taken { Answer.Refusal: not null } refused => NotQuarantined(refused.Answer.State.PublicName()),
        SignalOutcome.Taken taken => HttpJson.Ok(new { id, status, state = taken.Answer.State.PublicName() }),
        _ => HttpJson.Ok(new { id, status = "pending" }, StatusCodes.Status202Accepted),
    };

    private static HttpProblem NotQuarantined(string state) => new(StatusCodes.Status409Conflict, "quarantine.left", $"The submission is not in quarantine: it is {state}.");

    private static ReplayBody? Parse(byte[] bytes)
    {
        try
        {
            return bytes.Length == 0 ? new ReplayBody(null, null) : JsonSerializer.Deserialize<ReplayBody>(bytes, HttpJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static object View(LeadRecord record) => new
    {
        id = record.Id,
        record.Source,
        record.ReceivedAt,
        reason = record.Problems is [var first, ..] ? first.Split(':')[0] : record.Life.Reason,
        problems = record.Problems,
        attributes = record.Attributes,
    };
}
