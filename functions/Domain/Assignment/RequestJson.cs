using System.Text.Json;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

internal static class RequestJson
{
    public static void Write(Utf8JsonWriter json, AssignmentRequest lead)
    {
        json.WriteStartObject("lead");
        json.WriteString("id", lead.Lead.Value);
        json.WriteNumber("attempt", lead.Attempt);
        if (lead.IdPrefix.Length > 0) json.WriteString("prefix", lead.IdPrefix);
        json.Time("now", lead.Now);
        json.Number("value", lead.Value.Micro, Credit.MicroPerLead);
        json.Texts("languages", lead.Languages);
        json.Texts("skills", lead.Skills);
        json.Texts("tried", lead.Tried.Select(r => r.Value));
        json.Texts("rejected", lead.Rejected.Select(r => r.Value));
        json.Texts("conflicts", lead.Conflicts.Select(r => r.Value));
        json.Text("personOwner", lead.PersonOwner?.Value);
        json.Text("accountOwner", lead.AccountOwner?.Value);
        json.Text("desired", lead.Desired?.Value);
        json.Texts("overflowedFrom", lead.OverflowedFrom.Select(p => p.Value));
        json.Time("wakeBy", lead.WakeBy);
        json.Time("since", lead.WaitingSince);
        json.Number("config", lead.ConfigVersion);
        json.Text("live", lead.LiveStamp);
        json.WriteEndObject();
    }

    public static AssignmentRequest Read(JsonElement record)
    {
        var json = record.GetProperty("lead");
        return new AssignmentRequest(new LeadId(json.Text("id")!), (int)json.Number("attempt"), json.Time("now")!.Value)
        {
            IdPrefix = json.Text("prefix") ?? "",
            Value = new Credit(json.Number("value", Credit.MicroPerLead)),
            Languages = json.Texts("languages"),
            Skills = json.Texts("skills"),
            Tried = Reps(json, "tried"),
            Rejected = Reps(json, "rejected"),
            Conflicts = Reps(json, "conflicts"),
            PersonOwner = json.Rep("personOwner"),
            AccountOwner = json.Rep("accountOwner"),
            Desired = json.Rep("desired"),
            OverflowedFrom = [.. json.Texts("overflowedFrom").Select(p => new PoolId(p))],
            WakeBy = json.Time("wakeBy"),
            WaitingSince = json.Time("since"),
            ConfigVersion = (int)json.Number("config"),
            LiveStamp = json.Text("live"),
        };
    }

    private static RepId[] Reps(JsonElement json, string name) => [.. json.Texts(name).Select(r => new RepId(r))];
}
