using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Sla;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using LeadRouter.UseCases.Sla;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>What people and CRMs tell of a lead.</summary>
public sealed class SignalRoutes(PostSignal post, SignalReader reader, RebaseLead rebase) : IRoutes
{
    private const string KeyHeader = "Idempotency-Key";

    public IEnumerable<Route> All =>
    [
        new("PostSignal", ["POST"], "api/lead/{leadId}/signals", Access.Editor, "Tells what happened to a lead") { Handle = HandleAsync, Also = [202, 409, 422] },
    ];

    private async Task<IResult> HandleAsync(HttpRequest request, CancellationToken ct)
    {
        var lead = request.Value("leadId");
        if (!LeadRoutes.IsId(lead)) return LeadRoutes.Unknown(lead);
        var key = request.Headers[KeyHeader].ToString();
        if (key.Length > 255) return new HttpProblem(StatusCodes.Status400BadRequest, "idempotency-key.invalid", $"{KeyHeader} has at most 255 characters.");
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } body) return RequestBody.TooLarge;
        if (reader.Read(body, out var bad) is not { } signal) return bad!;
        if (signal is Signal.Rebase wanted)
        {
            if (await rebase.OnActiveAsync(new LeadId(lead), wanted.By, ct).ConfigureAwait(false) is not { } terms) return NoPolicy(lead);
            signal = terms;
        }
        var print = Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16));
        var id = key.Length > 0 ? $"key-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}" : $"once-{Guid.CreateVersion7():N}";
        return Answer(id, await post.RunAsync(new LeadId(lead), id, signal, print, ct).ConfigureAwait(false), lead);
    }

    private static HttpProblem NoPolicy(string lead) => new(StatusCodes.Status422UnprocessableEntity, "policy.unknown",
        $"The active version has no SLA policy of the name that lead {lead} runs under; publish one, or recycle the lead.");

    private static IResult Answer(string id, SignalOutcome outcome, string lead) => outcome switch
    {
        SignalOutcome.NoSuchLead => LeadRoutes.Unknown(lead),
        SignalOutcome.OtherRequest => new HttpProblem(StatusCodes.Status422UnprocessableEntity, "idempotency-key.reused", "This key came with another body before."),
        SignalOutcome.Running => new HttpProblem(StatusCodes.Status409Conflict, "idempotency-key.running", "The first request with this key is still being worked on."),
        SignalOutcome.Pending => HttpJson.Ok(new { signalId = id, status = "pending" }, StatusCodes.Status202Accepted),
        SignalOutcome.Taken { Answer.Refusal: { } refusal, Answer: var answer } => new HttpProblem(StatusCodes.Status409Conflict, "signal.refused", refusal)
        {
            More = { ["signalId"] = id, ["state"] = answer.State.PublicName(), ["owner"] = answer.Owner },
        },
        SignalOutcome.Taken { Answer: var answer } => HttpJson.Ok(new { signalId = id, status = "taken", state = answer.State.PublicName(), owner = answer.Owner }),
        _ => throw new InvalidOperationException(outcome.GetType().Name),
    };
}

/// <summary>Parses the body of a signal; what names people or reasons must be in the live tables.</summary>
public sealed class SignalReader(IConfigurations configurations, TimeProvider clock)
{
    private const int LongestNote = 1000;

    private static readonly string[] Types =
    [
        "accepted", "undoAccept", "rejected", "contacted", "qualified", "disqualified", "won", "lost", "rated", "reassigned", "nurture", "recycle", "rebase", "retried",
    ];

    private sealed record SignalBody(string? Type, string? By, string? Reason, string? Note, string? Owner, string? Until, IReadOnlyList<string>? Criteria, string? Rating);

    /// <summary>Null with the problem when the body is no signal.</summary>
    public Signal? Read(byte[] json, out HttpProblem? problem)
    {
        problem = null;
        try
        {
            var body = JsonSerializer.Deserialize<SignalBody>(json, HttpJson.Options);
            if (body is null) problem = Bad("body.unreadable", "The body is not a JSON object.");
            else return Read(body, out problem);
        }
        catch (JsonException broken)
        {
            problem = Bad("body.unreadable", $"The body is not a signal: {HttpJson.Reason(broken)}");
        }
        return null;
    }

    private Signal? Read(SignalBody body, out HttpProblem? problem)
    {
        problem = null;
        if (body.Note?.Length > LongestNote)
        {
            problem = Bad("note.too-long", $"note has at most {LongestNote} characters.");
            return null;
        }
        if (body.Type is null || !Types.Contains(body.Type))
        {
            problem = Bad("signal.unknown", $"type is one of {string.Join(", ", Types)}.");
            return null;
        }
        DateTimeOffset? until = null;
        if (body.Until is { } text)
        {
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var parsed))
                problem = Bad("until.invalid", "until is an ISO 8601 date or instant.");
            until = parsed;
        }
        return problem is null ? Make(body, body.By is { } by ? RepOrNull(by) : null, until, out problem) : null;
    }

    private Signal? Make(SignalBody body, RepId? by, DateTimeOffset? until, out HttpProblem? problem)
    {
        problem = null;
        switch (body.Type)
        {
            case "accepted": return new Signal.Accepted(by);
            case "undoAccept": return new Signal.UndoAccept(by);
            case "contacted": return new Signal.Contacted(by);
            case "qualified" when RepAnswer.Missing(configurations.Current.Live, body.Criteria ?? []) is { Count: > 0 } missing:
                problem = new HttpProblem(StatusCodes.Status422UnprocessableEntity, "criteria.missing", $"To be qualified, criteria also confirms {string.Join(", ", missing.Select(c => c.Key))}.")
                {
                    More = { ["missing"] = missing.Select(c => c.Key) },
                };
                return null;
            case "qualified": return new Signal.Qualified(by, body.Criteria ?? []);
            case "disqualified" when IsKnown(ReasonOn.Disqualify, body.Reason, out problem):
                return new Signal.Disqualified(by, body.Reason, null, configurations.Current.Live.Reason(ReasonOn.Disqualify, body.Reason)?.Refund ?? false, body.Note);
            case "won": return new Signal.Won(body.By);
            case "lost" when IsKnown(ReasonOn.Lost, body.Reason, out problem): return new Signal.Lost(body.By, body.Reason, body.Note);
            case "retried": return new Signal.Retried(body.By);
            case "recycle": return new Signal.Recycle(body.By);
            case "rebase": return new Signal.Rebase(SlaTerms.Unrouted, 0, body.By);
            case "rated" when body.Rating is not ("good" or "bad"):
                problem = Bad("rating.invalid", "rating is good or bad.");
                return null;
            case "rated" when IsKnown(ReasonOn.Rate, body.Reason, out problem): return new Signal.Rated(body.By, body.Rating == "good", body.Reason, body.Note);
            case "disqualified" or "lost" or "rated": return null;
            case "nurture" when Lifecycle.IsNurtureDate(until, clock.GetUtcNow()): return new Signal.Nurture(until!.Value, body.By);
            case "nurture":
                problem = Bad("until.invalid", "until is a date in the future, within ten years.");
                return null;
            case "reassigned" when body.Owner is { } owner && RepOrNull(owner) is { } rep: return new Signal.Reassigned(rep, body.By, body.Reason, Refund: ReassignRefunds(body.Reason));
            case "reassigned":
                problem = new HttpProblem(StatusCodes.Status422UnprocessableEntity, "rep.unknown", $"owner names a row in Reps; '{body.Owner}' is none.");
                return null;
            case "rejected" when configurations.Current.Live.Reason(ReasonOn.Reject, body.Reason) is { } row: return row.ToRejection(by, until, null) with { Note = body.Note };
            case "rejected":
                problem = NoReason(ReasonOn.Reject);
                return null;
            default:
                problem = new HttpProblem(StatusCodes.Status422UnprocessableEntity, "signal.unsupported", $"{body.Type} cannot be taken yet.");
                return null;
        }
    }

    // A reason that is a row says whether the owner so far gets his credit back; in the manager's own words he does.
    private bool ReassignRefunds(string? reason) => reason is null || configurations.Current.Live.Reasons.GetValueOrDefault(reason)?.Refund != false;

    /// <summary>No reason at all is one too: only a rejection must have one, because its row says what becomes of the lead.</summary>
    private bool IsKnown(ReasonOn act, string? reason, out HttpProblem? problem)
    {
        problem = reason is null || configurations.Current.Live.Reason(act, reason) is not null ? null : NoReason(act);
        return problem is null;
    }

    private HttpProblem NoReason(ReasonOn act) => new(StatusCodes.Status422UnprocessableEntity, "reason.unknown",
        $"reason names a row in Reasons for {act.ToString().ToLowerInvariant()}: {string.Join(", ", configurations.Current.Live.ReasonsFor(act).Select(r => r.Key))}. Other words belong in note.");

    private RepId? RepOrNull(string key) => configurations.Current.Live.Reps.ContainsKey(new RepId(key)) ? new RepId(key) : null;

    private static HttpProblem Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}
