using System.Text.Json;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>
/// The reps of a record. <c>windows</c> lists each zone's hour, day and week once; a line of <c>reps</c> is
/// r rep, w weight in thousandths, c credit before, a after, o owed before, p after, q last sequence, z index of windows,
/// u [open, hour, day, week] used (without the last three if none is capped), caps likewise, t tier;
/// d disabled, h off hours until, l on leave until, s paused until, out outside the territory, lang and skills as far as the
/// lead asks for them; x exclusions by code (their details follow from the facts), k contends (left out when it equals
/// eligible), f free at.
/// </summary>
internal static class CandidateJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Candidate> candidates, AssignmentRequest lead)
    {
        var windows = new List<CapWindows>();
        foreach (var candidate in candidates)
            if (!windows.Contains(candidate.Windows)) windows.Add(candidate.Windows);
        json.WriteStartArray("windows");
        foreach (var zone in windows) WriteWindows(json, zone);
        json.WriteEndArray();
        json.WriteStartArray("reps");
        foreach (var candidate in candidates)
        {
            json.WriteStartObject();
            WriteFacts(json, candidate, lead);
            json.Number("z", windows.IndexOf(candidate.Windows));
            WriteResult(json, candidate);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static Candidate[] Read(JsonElement record, AssignmentRequest lead)
    {
        var windows = record.Items("windows").Select(ReadWindows).ToArray();
        return [.. record.Items("reps").Select(rep => ReadCandidate(rep, windows, lead))];
    }

    private static void WriteFacts(Utf8JsonWriter json, Candidate candidate, AssignmentRequest lead)
    {
        var rep = candidate.Standing;
        json.WriteString("r", rep.Rep.Value);
        json.Number("w", candidate.Weight, 1000);
        json.Number("c", candidate.Before.Micro);
        json.Number("o", candidate.OwedBefore.Micro);
        json.Number("q", candidate.LastSequence);
        WriteUse(json, candidate.Use, rep.Caps);
        if (rep.Caps != Caps.None) WriteCounts(json, "caps", rep.Caps.Open, rep.Caps.Hour, rep.Caps.Day, rep.Caps.Week);
        json.Number("t", rep.Order);
        json.Flag("d", !rep.Enabled);
        if (!rep.OnShift) WriteUntil(json, "h", rep.NextShift);
        json.Time("l", rep.OffUntil);
        if (rep.Paused) WriteUntil(json, "s", rep.PausedUntil);
        json.Flag("out", !rep.InTerritory);
        if (lead.Languages.Count > 0) json.Texts("lang", Eligibility.Shared(rep.Languages, lead.Languages));
        if (lead.Skills.Count > 0) json.Texts("skills", lead.Skills.Where(skill => Eligibility.HasSkill(rep.Skills, skill)));
    }

    private static void WriteResult(Utf8JsonWriter json, Candidate candidate)
    {
        json.Number("a", candidate.After.Micro, candidate.Before.Micro);
        json.Number("p", candidate.OwedAfter.Micro, candidate.OwedBefore.Micro);
        json.Texts("x", candidate.Exclusions.Select(x => Code.Of(x.Reason)));
        if (candidate.Contends != candidate.Eligible) json.WriteBoolean("k", candidate.Contends);
        json.Time("f", candidate.FreeAt);
    }

    private static Candidate ReadCandidate(JsonElement json, CapWindows[] windows, AssignmentRequest lead)
    {
        var zone = windows[json.Number("z")];
        var weight = json.Number("w", 1000);
        var (before, owed) = (new Credit(json.Number("c")), new Credit(json.Number("o")));
        var candidate = new Candidate(ReadStanding(json, zone, weight), zone, ReadUse(json), weight, before, owed, json.Number("q"))
        {
            After = new Credit(json.Number("a", before.Micro)),
            OwedAfter = new Credit(json.Number("p", owed.Micro)),
            FreeAt = json.Time("f"),
        };
        var reasons = json.Texts("x").Select(Code.Read<ExclusionReason>).ToArray();
        if (reasons.Length > 0) candidate.Exclusions = WithDetails(reasons, Eligibility.Screen(candidate, lead));
        candidate.Contends = json.TryGetProperty("k", out var contends) ? contends.GetBoolean() : candidate.Eligible;
        return candidate;
    }

    /// <summary>The reasons are the record's own; a rule that has changed since can only lose it their details.</summary>
    private static Exclusion[] WithDetails(ExclusionReason[] reasons, Exclusion[] screened) =>
        Array.ConvertAll(reasons, reason => Array.Find(screened, x => x.Reason == reason) ?? new Exclusion(reason));

    private static RepStanding ReadStanding(JsonElement json, CapWindows zone, long weight) => new(new RepId(json.Text("r")!))
    {
        Weight = weight / 1000m,
        Order = (int)json.Number("t"),
        Enabled = !json.Flag("d"),
        OnShift = !json.TryGetProperty("h", out _),
        NextShift = json.Time("h"),
        OffUntil = json.Time("l"),
        Paused = json.TryGetProperty("s", out _),
        PausedUntil = json.Time("s"),
        InTerritory = !json.Flag("out"),
        Languages = json.Texts("lang"),
        Skills = json.Texts("skills"),
        Windows = zone,
        Caps = Counts(json, "caps") is [var open, var hour, var day, var week] ? new Caps(hour, day, week, open) : Caps.None,
    };

    private static RepUse ReadUse(JsonElement json) => Counts(json, "u") switch
    {
        [var open, var hour, var day, var week] => new RepUse(open ?? 0, hour ?? 0, day ?? 0, week ?? 0),
        [var open] => new RepUse(open ?? 0, 0, 0, 0),
        _ => default,
    };

    private static void WriteUntil(Utf8JsonWriter json, string name, DateTimeOffset? until)
    {
        if (until is { } time) json.WriteString(name, time.UtcDateTime);
        else json.WriteNull(name);
    }

    private static void WriteUse(Utf8JsonWriter json, RepUse use, Caps caps)
    {
        if (use == default) return;
        if (caps is { Hour: null, Day: null, Week: null }) WriteCounts(json, "u", use.Open);
        else WriteCounts(json, "u", use.Open, use.Hour, use.Day, use.Week);
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, params ReadOnlySpan<int?> counts)
    {
        json.WriteStartArray(name);
        foreach (var count in counts)
            if (count is { } value) json.WriteNumberValue(value);
            else json.WriteNullValue();
        json.WriteEndArray();
    }

    private static int?[] Counts(JsonElement json, string name) =>
        [.. json.Items(name).Select(v => v.ValueKind == JsonValueKind.Null ? (int?)null : v.GetInt32())];

    private static void WriteWindows(Utf8JsonWriter json, CapWindows windows)
    {
        json.WriteStartArray();
        foreach (var window in (Window[])[windows.Hour, windows.Day, windows.Week])
        {
            json.WriteStringValue(window.Start.UtcDateTime);
            json.WriteStringValue(window.End.UtcDateTime);
        }
        json.WriteEndArray();
    }

    private static CapWindows ReadWindows(JsonElement row) => new(ReadWindow(row, 0), ReadWindow(row, 2), ReadWindow(row, 4));

    private static Window ReadWindow(JsonElement row, int at) => new(row[at].GetDateTimeOffset(), row[at + 1].GetDateTimeOffset());
}
