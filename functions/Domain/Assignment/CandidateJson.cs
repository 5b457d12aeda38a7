using System.Text.Json;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>
/// The reps of a record. <c>windows</c> lists each zone's hour, day and week once; a line of <c>reps</c> is
/// r rep, w weight in thousandths, c credit before, a after, o owed before, p after, q last sequence, z index of windows,
/// u [open, hour, day, week] used, caps likewise, t tier; d disabled, h off hours until, l on leave until, s paused until,
/// out outside the territory, lang and skills when the lead asks for any; x exclusions,
/// k contends (left out when it equals eligible), f free at.
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

    public static Candidate[] Read(JsonElement record)
    {
        var windows = record.Items("windows").Select(ReadWindows).ToArray();
        return [.. record.Items("reps").Select(rep => ReadCandidate(rep, windows))];
    }

    private static void WriteFacts(Utf8JsonWriter json, Candidate candidate, AssignmentRequest lead)
    {
        var rep = candidate.Standing;
        json.WriteString("r", rep.Rep.Value);
        json.Number("w", candidate.Weight, 1000);
        json.Number("c", candidate.Before.Micro);
        json.Number("o", candidate.OwedBefore.Micro);
        json.Number("q", candidate.LastSequence);
        if (candidate.Use != default) WriteCounts(json, "u", candidate.Use.Open, candidate.Use.Hour, candidate.Use.Day, candidate.Use.Week);
        if (rep.Caps != Caps.None) WriteCounts(json, "caps", rep.Caps.Open, rep.Caps.Hour, rep.Caps.Day, rep.Caps.Week);
        json.Number("t", rep.Order);
        json.Flag("d", !rep.Enabled);
        if (!rep.OnShift) WriteUntil(json, "h", rep.NextShift);
        json.Time("l", rep.OffUntil);
        if (rep.Paused) WriteUntil(json, "s", rep.PausedUntil);
        json.Flag("out", !rep.InTerritory);
        if (lead.Languages.Count > 0) json.Texts("lang", rep.Languages);
        if (lead.Skills.Count > 0) json.Texts("skills", rep.Skills);
    }

    private static void WriteResult(Utf8JsonWriter json, Candidate candidate)
    {
        json.Number("a", candidate.After.Micro, candidate.Before.Micro);
        json.Number("p", candidate.OwedAfter.Micro, candidate.OwedBefore.Micro);
        if (candidate.Exclusions.Count > 0)
        {
            json.WriteStartArray("x");
            foreach (var exclusion in candidate.Exclusions) ExclusionJson.Write(json, exclusion);
            json.WriteEndArray();
        }
        if (candidate.Contends != candidate.Eligible) json.WriteBoolean("k", candidate.Contends);
        json.Time("f", candidate.FreeAt);
    }

    private static Candidate ReadCandidate(JsonElement json, CapWindows[] windows)
    {
        var zone = windows[json.Number("z")];
        var weight = json.Number("w", 1000);
        var (before, owed) = (new Credit(json.Number("c")), new Credit(json.Number("o")));
        var exclusions = json.Items("x").Select(ExclusionJson.Read).ToArray();
        return new Candidate(ReadStanding(json, zone, weight), zone, ReadUse(json), weight, before, owed, json.Number("q"))
        {
            After = new Credit(json.Number("a", before.Micro)),
            OwedAfter = new Credit(json.Number("p", owed.Micro)),
            Exclusions = exclusions,
            Contends = json.TryGetProperty("k", out var contends) ? contends.GetBoolean() : exclusions.Length == 0,
            FreeAt = json.Time("f"),
        };
    }

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

    private static RepUse ReadUse(JsonElement json) => Counts(json, "u") is [var open, var hour, var day, var week]
        ? new RepUse(open ?? 0, hour ?? 0, day ?? 0, week ?? 0) : default;

    private static void WriteUntil(Utf8JsonWriter json, string name, DateTimeOffset? until)
    {
        if (until is { } time) json.WriteString(name, time);
        else json.WriteNull(name);
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
            json.WriteStringValue(window.Start);
            json.WriteStringValue(window.End);
        }
        json.WriteEndArray();
    }

    private static CapWindows ReadWindows(JsonElement row) => new(ReadWindow(row, 0), ReadWindow(row, 2), ReadWindow(row, 4));

    private static Window ReadWindow(JsonElement row, int at) => new(row[at].GetDateTimeOffset(), row[at + 1].GetDateTimeOffset());
}

internal static class ExclusionJson
{
    public static void Write(Utf8JsonWriter json, Exclusion exclusion)
    {
        json.WriteStartObject();
        json.WriteString("is", Code.Of(exclusion.Reason));
        json.Time("until", exclusion.Until);
        if (exclusion.Used is { } used) json.WriteNumber("used", used);
        if (exclusion.Limit is { } limit) json.WriteNumber("limit", limit);
        json.Text("missing", exclusion.Missing);
        json.WriteEndObject();
    }

    public static Exclusion Read(JsonElement json) => new(
        json.Enum<ExclusionReason>("is"),
        json.Time("until"),
        json.TryGetProperty("used", out var used) ? used.GetInt32() : null,
        json.TryGetProperty("limit", out var limit) ? limit.GetInt32() : null,
        json.Text("missing"));
}
