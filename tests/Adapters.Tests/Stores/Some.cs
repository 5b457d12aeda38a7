using System.Globalization;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tests.Stores;

internal static class Some
{
    public static readonly DateTimeOffset Monday9 = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly RawSubmission Raw = new("application/json", "{}"u8.ToArray(), new Dictionary<string, string> { ["Origin"] = "https://acme.example" });

    /// <summary>A submission just received, a minute after the one before it.</summary>
    public static LeadRecord Lead(int number = 0) => new()
    {
        Id = new LeadId(string.Create(CultureInfo.InvariantCulture, $"lead{number}")),
        Source = "web",
        ReceivedAt = Monday9.AddMinutes(number),
        Attributes = LeadAttributes.Empty.With("Email", $"eva{number}@acme.example"),
        Life = LifecycleState.Received(Monday9.AddMinutes(number)),
        Pending = [new PendingEffect(0, 0, new Effect.Recognise())],
        Outbox = [Event(number, 0, LeadStatus.Received, null)],
    };

    /// <summary>The same lead one step later.</summary>
    public static LeadRecord Moved(LeadRecord lead, LeadStatus to, RepId? owner = null) => lead with
    {
        Step = lead.Step + 1,
        Writes = lead.Writes + 1,
        Life = lead.Life with { Status = to, Owner = owner },
        Pending = [],
        Outbox = [.. lead.Outbox, new LeadEvent($"{lead.Id}-{lead.Step + 1}", lead.Step + 1, lead.ReceivedAt, to.PublicName(), to, owner, null, null)],
    };

    private static LeadEvent Event(int number, int step, LeadStatus state, RepId? owner) =>
        new(string.Create(CultureInfo.InvariantCulture, $"lead{number}-{step}"), step, Monday9.AddMinutes(number), state.PublicName(), state, owner, null, null);
}
