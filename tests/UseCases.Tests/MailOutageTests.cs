using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>R19: the mail provider is down for an hour, in each of the ways in which providers are down.</summary>
public sealed class MailOutageTests : IAsyncDisposable
{
    private static readonly ConfigRow Patient = ConfigRow.From(
        "standard", ("Clock", "24x7"), ("AcceptWithin", "2d"), ("ContactWithin", "4h"), ("QualifyWithin", "5d"), ("Ladder", "house"));

    private readonly TestWorld world = new(A.Configuration(("SlaPolicies", Patient)));
    private readonly List<(DateTimeOffset At, OutgoingMail Mail)> taken = [];

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("429")]
    [InlineData("5xx")]
    [InlineData("hang")]
    public async Task After_an_hour_without_the_provider_every_rep_is_told_and_no_contact_twice(string how)
    {
        var process = world.Start();
        var back = world.Now.AddHours(1);
        var posts = new Dictionary<string, int>();
        world.Mails.Answer = mail =>
        {
            posts[$"{mail.To} {mail.SendId}"] = posts.GetValueOrDefault($"{mail.To} {mail.SendId}") + 1;
            if (world.Now < back) return Down(how, back - world.Now);
            taken.Add((world.Now, mail));
            return new MailAnswer(MailFate.Accepted);
        };
        var leads = new List<LeadId>();
        for (var i = 0; i < 12; i++)
        {
            leads.Add(await process.SubmitAsync(A.Lead($"person{i}@acme{i}.example")));
            await process.PassAsync(TimeSpan.FromMinutes(5));
        }
        await process.PassAsync(TimeSpan.FromHours(3));

        var told = taken.Where(t => t.Mail.Class is "assignment" or "digest").SelectMany(t => LeadsIn(t.Mail)).ToHashSet();
        Assert.All(leads, lead => Assert.Contains(lead.Value, told));
        Assert.All(posts.Where(p => p.Key.Contains("-ack", StringComparison.Ordinal)), contact => Assert.True(how == "429" || contact.Value == 1, $"{contact.Key} was posted {contact.Value} times"));
        Assert.All(taken.Where(t => t.Mail.Class == "ack").CountBy(t => t.Mail.To), contact => Assert.Equal(1, contact.Value));
        // Told when to come back, nobody came before; not told, a contact's mail ended as unknown.
        Assert.Equal(how == "429" ? leads.Count : 0, taken.Count(t => t.Mail.Class == "ack" && t.At >= back && t.At < back.AddMinutes(1)) + (how == "429" ? taken.Count(t => t.Mail.Class == "ack" && t.At >= back.AddMinutes(1)) : 0));
        foreach (var rep in taken.Where(t => t.Mail.Class != "ack").GroupBy(t => t.Mail.To))
        {
            var instants = rep.Select(t => t.At).Order().ToList();
            for (var i = 0; i + 20 < instants.Count; i++) Assert.True(instants[i + 20] - instants[i] >= TimeSpan.FromHours(1));
        }
        await Invariants.HoldAsync(world, submissions: leads.Count);
    }

    private static MailAnswer Down(string how, TimeSpan left) => how switch
    {
        "429" => new MailAnswer(MailFate.Rejected, "429") { RetryAfter = left },
        "5xx" => new MailAnswer(MailFate.Unknown, "503"),
        _ => new MailAnswer(MailFate.Unknown, "TaskCanceledException"),
    };

    private static IEnumerable<string> LeadsIn(OutgoingMail mail) => mail.Data.TryGetValue("items", out var items)
        ? ((IEnumerable<Dictionary<string, object?>>)items!).Select(line => (string)line["leadId"]!)
        : [mail.About.Value];
}
