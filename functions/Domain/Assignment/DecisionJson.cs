using System.Text.Json;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>A decision as UTF-8 JSON: short names, defaults left out, one line of facts a rep (see <see cref="CandidateJson"/>).</summary>
public static class DecisionJson
{
    public static byte[] Write(Decision decision) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", decision.Id.Value);
        json.WriteString("pool", decision.Pool.Value);
        json.WriteString("status", Code.Of(decision.Status));
        json.Text("owner", decision.Owner?.Value);
        json.Flag("released", decision.Released);
        json.Text("settled", decision.Settled is { } why ? Code.Of(why) : null);
        json.Time("settledAt", decision.SettledAt);
        if (decision.Record is { } record) WriteRecord(json, "record", record);
        if (decision.Before.Count > 0)
        {
            json.WriteStartObject("before");
            foreach (var before in decision.Before) WriteRecord(json, before.Policy.Pool.Value, before);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });

    public static Decision Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var json = document.RootElement;
        var pool = new PoolId(json.Text("pool")!);
        return new Decision(new DecisionId(json.Text("id")!), pool, json.Enum<DecisionStatus>("status"))
        {
            Owner = json.Rep("owner"),
            Released = json.Flag("released"),
            Settled = json.Text("settled") is { } why ? Code.Read<OwnerLeft>(why) : null,
            SettledAt = json.Time("settledAt"),
            Record = json.TryGetProperty("record", out var record) ? ReadRecord(record, pool) : null,
            Before = json.TryGetProperty("before", out var before) ? [.. before.EnumerateObject().Select(b => ReadRecord(b.Value, new PoolId(b.Name)))] : [],
        };
    }

    private static void WriteRecord(Utf8JsonWriter json, string name, DecisionRecord record)
    {
        json.WriteStartObject(name);
        PolicyJson.Write(json, record.Policy);
        RequestJson.Write(json, record.Request);
        json.WriteNumber("seq", record.Sequence);
        VerdictJson.Write(json, record.Verdict);
        CandidateJson.Write(json, record.Candidates, record.Request);
        if (record.Left.Count > 0)
        {
            json.WriteStartObject("left");
            foreach (var (rep, balance) in record.Left) json.WriteNumber(rep.Value, balance.Micro);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static DecisionRecord ReadRecord(JsonElement json, PoolId pool)
    {
        var lead = RequestJson.Read(json);
        var candidates = CandidateJson.Read(json, lead);
        return new DecisionRecord(PolicyJson.Read(json, pool), lead, json.Number("seq"), candidates, VerdictJson.Read(json), ReadLeft(json));
    }

    private static Departure[] ReadLeft(JsonElement json) => json.TryGetProperty("left", out var left)
        ? [.. left.EnumerateObject().Select(d => new Departure(new RepId(d.Name), new Credit(d.Value.GetInt64())))]
        : [];
}
