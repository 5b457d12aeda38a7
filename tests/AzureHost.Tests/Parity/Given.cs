using LeadRouter.Domain.Rules;

namespace LeadRouter.AzureHost.Tests.Parity;

internal static class Given
{
    /// <summary>Settings that the Azure host does not start without.</summary>
    public static IReadOnlyDictionary<string, string?> AzureSettings { get; } = new Dictionary<string, string?>
    {
        ["LeadRouter:Storage"] = "UseDevelopmentStorage=true",
        ["LeadRouter:HashSecret"] = "a secret of many characters",
        ["LeadRouter:LinkKeys:0"] = "one:a secret of many characters",
        ["LeadRouter:SendGridApiKey"] = "none",
        ["LeadRouter:EditorKeys:0"] = "editor-key",
        ["ServiceBus:fullyQualifiedNamespace"] = "bus.leadrouter.example",
        ["LeadQueue"] = "lead-received",
        ["EventTopic"] = "lead-events",
    };

    /// <summary>
    /// Product <c>patient</c> goes to a pool whose policy only waits for an accept, <c>day</c> to one rep who works from ten to six,
    /// <c>all</c> to two reps at once, one of whom may have one open lead, <c>strict</c> to two who are paused by one time-out, <c>alone</c> to
    /// one without a manager, <c>twice</c> to where it is urgent when asked for again, everything else to three reps with the whole ladder.
    /// </summary>
    public static ConfigTables Configuration { get; } = new(new Dictionary<string, IReadOnlyList<ConfigRow>>
    {
        ["Bands"] = [ConfigRow.From("all")],
        ["RoutingRules"] =
        [
            ConfigRow.From("again", ("Priority", 5), ("Product", "twice"), ("Touches", ">= 1"), ("Pool", "team"), ("SlaPolicy", "urgent")),
            ConfigRow.From("twice", ("Priority", 6), ("Product", "twice"), ("Pool", "team"), ("SlaPolicy", "patient")),
            ConfigRow.From("strict", ("Priority", 7), ("Product", "strict"), ("Pool", "strict"), ("SlaPolicy", "strict")),
            ConfigRow.From("alone", ("Priority", 8), ("Product", "alone"), ("Pool", "alone"), ("SlaPolicy", "alone")),
            ConfigRow.From("patient", ("Priority", 10), ("Product", "patient"), ("Pool", "team"), ("SlaPolicy", "patient")),
            ConfigRow.From("empty", ("Priority", 15), ("Product", "empty"), ("Pool", "empty"), ("SlaPolicy", "standard")),
            ConfigRow.From("day", ("Priority", 20), ("Product", "day"), ("Pool", "day"), ("SlaPolicy", "standard")),
            ConfigRow.From("all", ("Priority", 30), ("Product", "all"), ("Pool", "all"), ("SlaPolicy", "standard")),
            ConfigRow.From("fallback", ("Priority", 100), ("Pool", "team"), ("SlaPolicy", "standard")),
        ],
        ["SlaPolicies"] =
        [
            ConfigRow.From(
                "standard", ("Clock", "24x7"), ("AcceptWithin", "30m"), ("ContactWithin", "4h"), ("QualifyWithin", "5d"), ("RemindAt", "50%"),
                ("Ladder", "remind;manager;reassign;house"), ("MaxAttempts", 5)),
            ConfigRow.From("patient", ("Clock", "24x7"), ("AcceptWithin", "30m"), ("StaleAfter", "P30D")),
            ConfigRow.From("urgent", ("Clock", "24x7"), ("AcceptWithin", "10m"), ("Ladder", "reassign;house")),
            ConfigRow.From("strict", ("Clock", "24x7"), ("AcceptWithin", "30m"), ("Ladder", "reassign;house"), ("PauseRepAfter", 1)),
            ConfigRow.From("alone", ("Clock", "24x7"), ("AcceptWithin", "30m"), ("Ladder", "manager;house")),
        ],
        ["Pools"] = [ConfigRow.From("team"), ConfigRow.From("day"), ConfigRow.From("empty"), ConfigRow.From("all", ("Strategy", "broadcast")), ConfigRow.From("strict"), ConfigRow.From("alone")],
        ["ContactPolicies"] =
        [
            ConfigRow.From("assignment", ("Caps", "2/1h"), ("Over", "merge"), ("MaxDelay", "5m")),
            ConfigRow.From("sla-alert", ("Caps", "20/1h"), ("Over", "merge"), ("MaxDelay", "5m"), ("Reserved", 0)),
        ],
        ["Disqualifiers"] = [ConfigRow.From("competitor", ("Product", "spying"), ("Reason", "competitor"))],
        ["Reps"] =
        [
            Rep("ana"), Rep("ben"), Rep("cleo"), Rep("dan", ("Hours", "mon-fri 10:00-18:00")), Rep("mia"), Rep("eva", ("CapOpen", 1)), Rep("finn"),
            Rep("gus"), Rep("ida"), ConfigRow.From("lee", ("Name", "lee"), ("Email", "lee@leadrouter.example")),
        ],
        ["Memberships"] =
        [
            Member("team", "ana"), Member("team", "ben"), Member("team", "cleo"), Member("day", "dan"), Member("all", "eva"), Member("all", "finn"),
            Member("strict", "gus"), Member("strict", "ida"), Member("alone", "lee"),
        ],
        ["Sources"] =
        [
            ConfigRow.From("web", ("Shape", "flat")),
            ConfigRow.From("ads", ("Shape", "ids"), ("Map", "FullName=name; Email=email; ExternalId=id"), ("IdempotencyKey", "id")),
        ],
    });

    private static ConfigRow Rep(string key, params (string, object?)[] more) =>
        ConfigRow.From(key, [("Name", key), ("Email", $"{key}@leadrouter.example"), ("Manager", "mia"), .. more]);

    private static ConfigRow Member(string pool, string rep) => ConfigRow.From($"{pool}-{rep}", ("Pool", pool), ("Rep", rep));
}
