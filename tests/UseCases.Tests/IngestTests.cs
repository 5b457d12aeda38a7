using System.Text;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>What makes two deliveries the same submission, however much later the second one comes.</summary>
public sealed class IngestTests : IAsyncDisposable
{
    private readonly TestWorld world = new(A.Configuration(("Sources", ConfigRow.From("web", ("Shape", "flat"), ("IdempotencyKey", "id")))));
    private readonly TestProcess process;

    public IngestTests() => process = world.Start();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task The_providers_id_says_it_before_the_senders_key_does()
    {
        var first = Assert.IsType<Ingested.Accepted>(await PostAsync("""{"id":1,"email":"eva@acme.example"}""", "a"));
        Assert.Equal(first.Id, Assert.IsType<Ingested.Duplicate>(await PostAsync("""{"id":1,"email":"eva@acme.example"}""", "b")).Submission);
        Assert.IsType<Ingested.Accepted>(await PostAsync("""{"id":2,"email":"eva@acme.example"}""", "a"));
    }

    [Fact]
    public async Task A_batch_under_its_senders_key_is_the_same_batch()
    {
        const string batch = """[{"email":"eva@acme.example"},{"email":"ben@acme.example"}]""";
        var first = await SeveralAsync(batch, "a");
        Assert.Equal(2, first.OfType<Ingested.Accepted>().Select(one => one.Id).Distinct().Count());
        world.Clock.Advance(SubmissionIds.SameWithin);
        Assert.Equal(first.OfType<Ingested.Accepted>().Select(one => one.Id), (await SeveralAsync(batch, "a")).OfType<Ingested.Duplicate>().Select(one => one.Submission));
        Assert.Equal(2, (await SeveralAsync(batch, null)).OfType<Ingested.Accepted>().Count());
    }

    [Fact]
    public async Task A_body_that_nobody_can_read_is_the_same_under_its_senders_key()
    {
        var first = Assert.IsType<Ingested.Unreadable>(await PostAsync("{", "a"));
        world.Clock.Advance(SubmissionIds.SameWithin);
        Assert.Equal(first.Id, Assert.IsType<Ingested.Unreadable>(await PostAsync("{", "a")).Id);
        Assert.NotEqual(first.Id, Assert.IsType<Ingested.Unreadable>(await PostAsync("{", null)).Id);
    }

    [Fact]
    public async Task Each_part_of_a_batch_is_kept_by_itself()
    {
        var parts = await SeveralAsync("""[7,8,{"email":"eva@acme.example"}]""", null);
        var ids = parts.Select(one => one is Ingested.Quarantined kept ? kept.Id : Assert.IsType<Ingested.Accepted>(one).Id).ToList();
        var bodies = await Task.WhenAll(ids.Select(async id => Encoding.UTF8.GetString((await process.Leads.ReadSubmissionAsync(id, CancellationToken.None))!.Body)));
        Assert.Equal(["7", "8", """{"email":"eva@acme.example"}"""], bodies);
    }

    private Task<Ingested> PostAsync(string body, string? key) => process.PostAsync(A.Body(body, key));

    private async Task<IReadOnlyList<Ingested>> SeveralAsync(string body, string? key) => Assert.IsType<Ingested.Several>(await PostAsync(body, key)).All;
}
