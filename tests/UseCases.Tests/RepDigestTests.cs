using LeadRouter.Adapters.SendGrid;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>What a rep's cap holds back goes as one mail, which has an end however many leads come at once.</summary>
public sealed class RepDigestTests : IAsyncDisposable
{
    private const int EachRep = 80;
    private const int Reps = 3;
    private const int MostShown = 50;
    private static readonly TimeSpan UntilItLeaves = TimeSpan.FromMinutes(5);

    private readonly TestWorld world = new(A.Configuration(("Reps", A.Rep("ana", ("Language", "es")))));

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_digest_shows_the_first_leads_and_says_how_many_more_there_are_and_where()
    {
        var process = world.Start();
        var leads = await SubmitAsync(process, Reps * EachRep);
        await process.PassAsync(UntilItLeaves);

        foreach (var (rep, start, more, mine) in new[] { ("ana", "Y", "más. Mis leads: ", "Mis leads</a>"), ("ben", "And", "more. My leads: ", "My leads</a>") })
        {
            var digest = DigestOf(rep);
            var single = SinglesOf(rep).ToList();
            var left = EachRep - single.Count - MostShown;
            Assert.Equal((MostShown, left, MostShown + left), (Lines(digest).Count, digest.Data["more"], digest.Data["count"]));
            Assert.Empty(Lines(digest).Intersect(single));
            Assert.All(single.Concat(Lines(digest)), lead => Assert.Contains(new LeadId(lead), leads));
            var mail = new MailTemplates().Render(digest);
            Assert.Contains($"\n{start} {left} {more}http", mail.Text, StringComparison.Ordinal);
            Assert.Contains(mine, mail.Html, StringComparison.Ordinal);
            Assert.StartsWith($"{MostShown + left} leads", mail.Subject, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_no_longer_worth_telling_takes_no_place_in_a_digest()
    {
        var process = world.Start();
        var leads = await SubmitAsync(process, Reps * EachRep);
        var merged = new List<LeadId>();
        foreach (var lead in leads)
            if ((await process.LeadAsync(lead)).Life.Owner?.Value == "ben" && !SinglesOf("ben").Contains(lead.Value)) merged.Add(lead);
        Assert.True(merged.Count > MostShown);
        foreach (var lead in merged.Skip(3)) Assert.Null(await process.TellAsync(lead, new Signal.Disqualified(new("ben"), "no-fit")));
        await process.PassAsync(UntilItLeaves);

        var digest = DigestOf("ben");
        Assert.Equal(merged.Take(3).Select(lead => lead.Value).Order(), Lines(digest).Order());
        Assert.Equal((3, false), (digest.Data["count"], digest.Data.ContainsKey("more")));
        Assert.DoesNotContain("more", new MailTemplates().Render(digest).Text, StringComparison.Ordinal);
    }

    private static async Task<List<LeadId>> SubmitAsync(TestProcess process, int count)
    {
        var leads = new List<LeadId>();
        for (var i = 0; i < count; i++) leads.Add(await process.SubmitAsync(A.Lead($"person{i}@acme{i}.example")));
        return leads;
    }

    private OutgoingMail DigestOf(string rep) => Assert.Single(world.Mails.Sent, m => m.Class == "digest" && m.To.StartsWith(rep, StringComparison.Ordinal));

    private IEnumerable<string> SinglesOf(string rep) => world.Mails.Sent.Where(m => m.Class == "assignment" && m.To.StartsWith(rep, StringComparison.Ordinal)).Select(m => m.About.Value);

    private static List<string> Lines(OutgoingMail digest) => [.. ((IEnumerable<Dictionary<string, object?>>)digest.Data["items"]!).Select(line => (string)line["leadId"]!)];
}
