using System.Text.Json;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>
/// A book as UTF-8 JSON, about 22 bytes a membership and 60 a rep, always the same bytes for the same book:
/// <c>{"pools":[{"id","seq","reps":[[rep, credit, last, first seen, owed]]}],"loads":[[rep, open, hour, n, day, n, week, n]]}</c>,
/// instants in Unix seconds.
/// </summary>
public static class BookJson
{
    public static byte[] Write(AssignmentBook book) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("pools");
        foreach (var ledger in book.Ledgers) Write(json, ledger);
        json.WriteEndArray();
        json.WriteStartArray("loads");
        foreach (var rep in book.Loads.Reps) Write(json, rep, book.Loads[rep]);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static AssignmentBook Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var ledgers = document.RootElement.Items("pools").Select(ReadLedger).ToDictionary(l => l.Pool);
        var loads = document.RootElement.Items("loads").ToArray();
        return new AssignmentBook(ledgers, new RepLoads(Array.ConvertAll(loads, RepOf), Array.ConvertAll(loads, ReadLoad)));
    }

    private static void Write(Utf8JsonWriter json, PoolLedger ledger)
    {
        json.WriteStartObject();
        json.WriteString("id", ledger.Pool.Value);
        json.WriteNumber("seq", ledger.Sequence);
        json.WriteStartArray("reps");
        for (var i = 0; i < ledger.Reps.Count; i++)
        {
            var credit = ledger.At(i);
            json.WriteStartArray();
            json.WriteStringValue(ledger.Reps[i].Value);
            json.WriteNumberValue(credit.Credit.Micro);
            json.WriteNumberValue(credit.LastSequence);
            json.WriteNumberValue(credit.FirstSeen.ToUnixTimeSeconds());
            if (credit.Owed != Credit.Zero) json.WriteNumberValue(credit.Owed.Micro);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static PoolLedger ReadLedger(JsonElement json)
    {
        var rows = json.Items("reps").ToArray();
        return new PoolLedger(
            new PoolId(json.Text("id")!), json.Number("seq"), Array.ConvertAll(rows, RepOf), Array.ConvertAll(rows, row => new RepCredit(
                new Credit(row[1].GetInt64()),
                row.GetArrayLength() > 4 ? new Credit(row[4].GetInt64()) : Credit.Zero,
                row[2].GetInt64(),
                Instant(row[3]))));
    }

    private static void Write(Utf8JsonWriter json, RepId rep, RepLoad load)
    {
        json.WriteStartArray();
        json.WriteStringValue(rep.Value);
        json.WriteNumberValue(load.Open);
        foreach (var count in (WindowCount[])[load.Hour, load.Day, load.Week])
        {
            json.WriteNumberValue(count.Start.ToUnixTimeSeconds());
            json.WriteNumberValue(count.Leads);
        }
        json.WriteEndArray();
    }

    private static RepLoad ReadLoad(JsonElement row) => new(row[1].GetInt32(), Count(row, 2), Count(row, 4), Count(row, 6));

    private static WindowCount Count(JsonElement row, int at) => new(Instant(row[at]), row[at + 1].GetInt32());

    private static DateTimeOffset Instant(JsonElement seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds.GetInt64());

    private static RepId RepOf(JsonElement row) => new(row[0].GetString()!);
}
