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
        if (DecisionJson.Read(Encoding.UTF8.GetBytes(stored.Json)).Record is not { } record) return view;
        view["at"] = record.Request.Now.UtcDateTime;
        view["sentence"] = Sentence.Of(record, labels);
        view["why"] = new JsonObject(record.Candidates.Where(c => c.Rep != record.Verdict.Owner)
            .Select(c => KeyValuePair.Create(c.Rep.Value, (JsonNode?)Sentence.Why(record, c.Rep, labels))));
        view["replays"] = Replay.Agrees(record);
        return view;
    }
}
