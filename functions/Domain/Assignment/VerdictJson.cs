using System.Text.Json;

namespace LeadRouter.Domain.Assignment;

internal static class VerdictJson
{
    public static void Write(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject("verdict");
        json.WriteString("is", Code.Of(verdict.Kind));
        json.Text("owner", verdict.Owner?.Value);
        json.Text("by", verdict.By is { } by ? Code.Of(by) : null);
        json.Flag("offLedger", verdict.OffLedger);
        json.Time("until", verdict.Until);
        json.Flag("exact", verdict.Exact);
        json.Text("overflow", verdict.Overflow?.Value);
        json.WriteEndObject();
    }

    public static Verdict Read(JsonElement record)
    {
        var json = record.GetProperty("verdict");
        return new Verdict(json.Enum<VerdictKind>("is"))
        {
            Owner = json.Rep("owner"),
            By = json.Text("by") is { } by ? Code.Read<PickedBy>(by) : null,
            OffLedger = json.Flag("offLedger"),
            Until = json.Time("until"),
            Exact = json.Flag("exact"),
            Overflow = json.Pool("overflow"),
        };
    }
}
