using System.Text;
using System.Text.Json.Nodes;
using LeadRouter.Domain.Assignment;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Http;

/// <summary>
/// A decision as clients see it: the record as it is stored, and what people read in it: the sentence, a line for each rep who did not
/// get the lead, and whether the rule comes to the same end when it is run again on the record's own facts.
/// </summary>
internal static class DecisionView
{
    public static JsonObject Of(StoredDecision stored, Labels labels)
    {
        var view = JsonNode.Parse(stored.Json)!.AsObject();
        view["attempt"] = stored.Attempt;
        var decision = DecisionJson.Read(Encoding.UTF8.GetBytes(stored.Json));
        if (decision.Record is not { } record) return view;
        view["at"] = record.Request.Now.UtcDateTime;
        view["sentence"] = Sentence.Of(record, labels);
        // Who is in several of the pools is told of by the last that was asked.
        view["why"] = new JsonObject(decision.Records.Reverse().SelectMany(r => r.Candidates.Select(c => (Record: r, c.Rep))).DistinctBy(c => c.Rep).Where(c => c.Rep != record.Verdict.Owner)
            .Select(c => KeyValuePair.Create(c.Rep.Value, (JsonNode?)Sentence.Why(c.Record, c.Rep, labels))));
        view["replays"] = Replay.Agrees(record);
        return view;
    }
}
