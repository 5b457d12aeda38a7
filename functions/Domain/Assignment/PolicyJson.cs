using System.Text.Json;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>The policy in a record. A value that is the product's default is left out, so a default that changes changes its name here.</summary>
internal static class PolicyJson
{
    private static readonly PoolPolicy Defaults = new(default(PoolId));

    public static void Write(Utf8JsonWriter json, PoolPolicy policy)
    {
        json.WriteStartObject("policy");
        json.WriteString("strategy", Code.Of(policy.Strategy));
        json.WriteString("stickiness", Code.Of(policy.Stickiness));
        json.Flag("offLedger", policy.StickyOffLedger);
        if (policy.Absence == Absence.Accrue) json.WriteString("absence", Code.Of(policy.Absence));
        json.Number("accrueMax", policy.AccrueMax.Micro, Defaults.AccrueMax.Micro);
        json.Number("repayOneIn", policy.RepayOneIn, Defaults.RepayOneIn);
        json.Text("overflow", policy.Overflow?.Value);
        json.Number("alarm", policy.AlarmCredit.Micro, Defaults.AlarmCredit.Micro);
        json.WriteEndObject();
    }

    public static PoolPolicy Read(JsonElement record, PoolId pool)
    {
        var json = record.GetProperty("policy");
        return new PoolPolicy(pool)
        {
            Strategy = json.Enum<Strategy>("strategy"),
            Stickiness = json.Enum<Stickiness>("stickiness"),
            StickyOffLedger = json.Flag("offLedger"),
            Absence = json.Enum<Absence>("absence"),
            AccrueMax = new Credit(json.Number("accrueMax", Defaults.AccrueMax.Micro)),
            RepayOneIn = (int)json.Number("repayOneIn", Defaults.RepayOneIn),
            Overflow = json.Pool("overflow"),
            AlarmCredit = new Credit(json.Number("alarm", Defaults.AlarmCredit.Micro)),
        };
    }
}
