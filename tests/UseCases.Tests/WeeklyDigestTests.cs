using LeadRouter.Adapters.Tables;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>The weekly mail to marketing and sales, with the host dying before and after each of its storage operations.</summary>
public sealed class WeeklyDigestTests
{
    private static readonly DateTimeOffset NextMonday8 = new(2026, 3, 9, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Nobody_gets_the_digest_of_a_week_twice_wherever_the_host_dies()
    {
        var operations = 0;
        Assert.Equal(["marta@leadrouter.example", "sam@leadrouter.example"], await SentAsync(_ => operations++ < 0 ? Fault.CrashBefore : Fault.None));
        Assert.True(operations > 20, $"{operations} operations");
        for (var n = 1; n <= operations; n++)
        {
            foreach (var crash in new[] { Fault.CrashBefore, Fault.CrashAfter })
            {
                var asked = 0;
                var told = await SentAsync(_ => ++asked == n ? crash : Fault.None);
                Assert.Equal(told.Distinct(), told);
                // Rather no mail than two, for the one that was in flight.
                Assert.InRange(told.Count, 1, 2);
            }
        }
    }

    /// <summary>Who was told, by a host that dies and the next one.</summary>
    private static async Task<List<string>> SentAsync(Func<StorageOperation, Fault> script)
    {
        await using var world = new TestWorld();
        await world.Start().SubmitAsync(A.Lead("eva@acme.example"));
        world.Clock.SetUtcNow(NextMonday8);
        await Record.ExceptionAsync(() => world.Start(script).Get<SendSmarketing>().RunAsync(CancellationToken.None));
        var next = world.Start().Get<SendSmarketing>();
        for (var quarters = 0; quarters < 8; quarters++)
        {
            await next.RunAsync(CancellationToken.None);
            world.Clock.Advance(TimeSpan.FromMinutes(15));
        }
        return [.. world.Mails.Sent.Where(m => m.Template == "smarketing").Select(m => m.To).Order(StringComparer.Ordinal)];
    }
}
