using System.Globalization;
using System.Text.Json;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Scoring;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>What would become of a lead, by the draft or by any version.</summary>
public sealed class PreviewRoutes(PreviewLead preview, IConfigurations configurations) : IRoutes
{
    private sealed record Body(Dictionary<string, JsonElement>? Lead, string? LeadId, JsonElement Version);

    public IEnumerable<Route> All =>
    [
        new("Preview", ["POST"], "api/preview", Access.Viewer, "What would become of a lead, and why; changes nothing") { Handle = HandleAsync },
    ];

    private async Task<IResult> HandleAsync(HttpRequest request, CancellationToken ct)
    {
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } bytes) return RequestBody.TooLarge;
        try
        {
            if (JsonSerializer.Deserialize<Body>(bytes, HttpJson.Options) is not { } body || (body.Lead is null && body.LeadId is null))
                return new HttpProblem(StatusCodes.Status400BadRequest, "preview.empty", "Say whom to preview: lead with attributes, or leadId of an existing lead.");
            if (!TryVersion(body.Version, out var version)) return ConfigRoutes.NoVersion(body.Version.ToString());
            if (body.Lead is null && !LeadRoutes.IsId(body.LeadId!)) return LeadRoutes.Unknown(body.LeadId!);
            var asked = new PreviewRequest(body.Lead is { } typed ? Fields(typed) : null, body.Lead is null ? new LeadId(body.LeadId!) : null, version);
            return Answer(await preview.RunAsync(asked, ct).ConfigureAwait(false), asked);
        }
        catch (JsonException broken)
        {
            return new HttpProblem(StatusCodes.Status400BadRequest, "body.unreadable", $"The body cannot be read: {HttpJson.Reason(broken)}");
        }
    }

    /// <summary>Nothing (or <c>draft</c>) is the draft, <c>active</c> the version in force.</summary>
    private bool TryVersion(JsonElement json, out int? version)
    {
        version = null;
        if (json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return true;
        switch (json.ToString())
        {
            case "" or "draft":
                return true;
            case "active":
                version = configurations.Current.Rules.Number;
                return true;
            case var text:
                var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
                version = number;
                return isNumber;
        }
    }

    private static FormFields Fields(Dictionary<string, JsonElement> lead) =>
        new([.. lead.Select(f => KeyValuePair.Create(f.Key, Values(f.Value))).Where(f => f.Value.Count > 0)]);

    private static IReadOnlyList<string> Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(Values)],
        JsonValueKind.True => ["true"],
        JsonValueKind.False => ["false"],
        _ => [value.ToString()],
    };

    private static IResult Answer(PreviewOutcome outcome, PreviewRequest asked) => outcome switch
    {
        PreviewOutcome.Seen seen => HttpJson.Ok(View(seen)),
        PreviewOutcome.Unreadable(var problems) => ConfigRoutes.Invalid(problems),
        PreviewOutcome.NoSuchLead => LeadRoutes.Unknown(asked.Existing!.Value.Value),
        _ => ConfigRoutes.NoVersion($"{asked.Version}"),
    };

    private static object View(PreviewOutcome.Seen seen)
    {
        var (score, routed) = (seen.Score, seen.Route as RouteOutcome.Routed);
        return new
        {
            version = seen.Version is { } number ? number : (object)"draft",
            lead = seen.Lead,
            disqualified = score.Disqualified.Count > 0 ? score.Disqualified : null,
            score = new { total = score.Total, band = score.Band, mql = score.Mql, groups = score.Groups, evidence = score.Evidence.Select(View), failed = seen.Unscored },
            routing = new { rule = routed?.Rule, pool = routed?.Pool, slaPolicy = routed?.SlaPolicy, value = routed?.Value, skills = routed?.Skills, failed = seen.Route.Failed },
            assignment = seen.Assignment.Count > 0 ? View(seen.Assignment, seen.Labels) : null,
            deadlines = seen.Deadlines.Select(d => new { milestone = Code.Of(d.Milestone), at = d.At, clock = seen.Terms.Clock, businessMinutes = (int)seen.Terms.Within(d.Milestone)!.Value.TotalMinutes }),
        };
    }

    private static object View(Evidence evidence) => new { evidence.Rule, evidence.Group, points = evidence.Decayed, full = evidence.Points, evidence.Since };

    private static object View(IReadOnlyList<AssignmentOutcome> asked, Labels labels)
    {
        var last = asked[^1];
        return new
        {
            owner = (last as AssignmentOutcome.Assigned)?.Owner,
            pool = last.Decision.Pool,
            heldUntil = (last as AssignmentOutcome.Held)?.Until,
            sentence = last.Decision.Record is { } record ? Sentence.Of(record, labels) : null,
            considered = asked.SelectMany(o => o.Decision.Record is { } told ? told.Candidates.Select(c => Considered(told, c, labels)) : []),
        };
    }

    private static object Considered(DecisionRecord record, Candidate candidate, Labels labels) => new
    {
        rep = candidate.Rep,
        pool = record.Policy.Pool,
        eligible = candidate.Eligible,
        reasons = candidate.Exclusions.Select(x => Code.Of(x.Reason)),
        why = Sentence.Why(record, candidate.Rep, labels),
        credit = candidate.Before.Leads,
        open = candidate.Use.Open,
    };
}
