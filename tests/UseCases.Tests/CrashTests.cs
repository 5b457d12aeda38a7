using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>
/// A whole life, with storage failing before and after its n-th operation, for every n: the client repeats what was not acknowledged,
/// a dead process is replaced by a new one over the same disk, and the end is the end of the life without faults.
/// </summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData(nameof(Fault.CrashBefore))]
    [InlineData(nameof(Fault.CrashAfter))]
    [InlineData(nameof(Fault.Before))]
    [InlineData(nameof(Fault.After))]
    public async Task A_life_ends_the_same_whichever_storage_operation_fails(string kind)
    {
        var fault = (Fault)typeof(Fault).GetField(kind)!.GetValue(null)!;
        await using var calm = new CrashingLife(new TestWorld(), 0, Fault.None);
        var expected = await calm.RunAsync();
        Assert.True(calm.Operations > 60, $"{calm.Operations} operations");
        for (var n = 1; n <= calm.Operations; n++)
        {
            await using var life = new CrashingLife(new TestWorld(), n, fault);
            var actual = await Record.ExceptionAsync(async () => await life.RunAsync()) is { } broken ? broken.ToString() : life.End;
            Assert.True(expected == actual, $"{kind} at operation {n}:\n{actual}\ninstead of\n{expected}");
        }
    }

    [Theory]
    [InlineData("web", LeadStatus.Offered)]
    [InlineData("unknown", LeadStatus.Quarantined)]
    public async Task A_sender_who_tries_again_completes_what_died_between_two_writes(string source, LeadStatus becomes)
    {
        for (var (n, died) = (1, true); died; n++)
        {
            await using var world = new TestWorld();
            var operations = 0;
            var mortal = world.Start(_ => ++operations == n ? Fault.CrashBefore : Fault.None);
            died = await Record.ExceptionAsync(() => mortal.PostAsync(A.Body("""{"email":"eva@acme.example"}""", source: source))) is Adapters.Tables.StorageUnavailableException;
            var next = world.Start();
            await next.PostAsync(A.Body("""{"email":"eva@acme.example"}""", source: source));
            var counts = await next.Index.CountAsync(CancellationToken.None);
            Assert.Equal((1, true), (counts.Received, counts.Balanced));
            // No sweep has come by, nor has anybody looked for what is due.
            await next.PumpAsync();
            Assert.Equal(becomes, Assert.Single(await Invariants.AllLeadsAsync(next)).Life.Status);
        }
    }

    private sealed class CrashingLife(TestWorld world, int failing, Fault fault) : IAsyncDisposable
    {
        private int operations;
        private bool failed;
        private TestProcess process = null!;
        private LeadId first, second, third;

        public int Operations => operations;

        public string End { get; private set; } = "";

        public async Task<string> RunAsync()
        {
            process = world.Start(Script);
            await StepAsync(async () => first = await PostAsync("a"));
            var owner = (await Calm().LeadAsync(first)).Life.Owner!.Value;
            await StepAsync(() => process.SendAsync(first, A.Rejection(owner, attempt: 1), "reject"));
            var next = (await Calm().LeadAsync(first)).Life.Owner!.Value;
            await StepAsync(() => process.SendAsync(first, new Signal.Accepted(next, 2), "accept"));
            await StepAsync(async () => second = await PostAsync("b"));
            await StepAsync(() => process.SendAsync(first, new Signal.Contacted(next), "contacted"));
            await StepAsync(() => process.SendAsync(first, new Signal.Won("crm"), "won"));
            // A form is acknowledged to one person once in ten minutes.
            await AgainAsync(() => process.PassAsync(TimeSpan.FromMinutes(11)));
            await StepAsync(async () => third = await PostAsync("c"));
            await AgainAsync(() => process.PassAsync(TimeSpan.FromMinutes(6)));
            await Invariants.HoldAsync(world, submissions: 3);
            return End = await EndAsync(owner, next);
        }

        public ValueTask DisposeAsync() => world.DisposeAsync();

        private Fault Script(StorageOperation operation)
        {
            operations++;
            if (operations != failing) return Fault.None;
            failed = true;
            return fault;
        }

        private async Task<LeadId> PostAsync(string key)
        {
            var answer = await process.PostAsync(A.Lead("eva@acme.example", key));
            return answer is Intake.Ingested.Duplicate known ? known.Submission : Assert.IsType<Intake.Ingested.Accepted>(answer).Id;
        }

        /// <summary>A request, repeated until it is acknowledged, and everything that follows from it within a minute.</summary>
        private async Task StepAsync(Func<Task> request)
        {
            await AgainAsync(request);
            await AgainAsync(process.PumpAsync);
            await AgainAsync(() => process.PassAsync(TimeSpan.FromMinutes(1)));
        }

        private async Task AgainAsync(Func<Task> act)
        {
            while (true)
            {
                try
                {
                    await act();
                    // The driver swallows faults of storage; it cannot swallow its own death.
                    if (!process.IsDead()) return;
                }
                catch (Adapters.Tables.StorageUnavailableException) when (failed)
                {
                    // Not acknowledged: once more.
                }
                if (!process.IsDead()) continue;
                world.Clock.Advance(TimeSpan.FromSeconds(10));
                process = world.Start(Script);
                await process.LoadAsync();
            }
        }

        private TestProcess Calm() => world.Start();

        /// <summary>What must not depend on faults. Only the assignment mail in flight may have gone out twice.</summary>
        private async Task<string> EndAsync(RepId owner, RepId next)
        {
            var calm = Calm();
            var leads = await Task.WhenAll(calm.LeadAsync(first), calm.LeadAsync(second), calm.LeadAsync(third));
            var book = await calm.Get<IPoolBooks>().ReadAsync(CancellationToken.None);
            var counts = await calm.Index.CountAsync(CancellationToken.None);
            var mails = world.Mails.Sent.GroupBy(m => (m.SendId, m.Template, m.To)).ToList();
            Assert.True(mails.Sum(m => m.Count() - 1) <= (failed ? 1 : 0), "more mails than the one in flight were repeated");
            var acknowledged = mails.Where(m => m.Key.Template == "ack").ToList();
            Assert.All(acknowledged, m => Assert.Single(m));
            // To a contact rather no mail than two: one that was in flight may be missing.
            Assert.InRange(acknowledged.Count, failed ? 1 : 2, 2);
            var feed = await Invariants.FeedAsync(calm);
            return string.Join('\n',
            [
                $"owners {owner} {next}",
                .. leads.Select(l => $"{l.Life.Status} {l.Life.Owner} attempt {l.Life.Attempt} tried {string.Join(',', l.Life.Tried)} touches {l.TouchCount} linked {l.Life.LinkedTo} previous {l.Previous} score {l.Score?.Total} reason {l.Life.Reason} acknowledged {l.Life.Acknowledged}"),
                $"received {counts.Received}: {string.Join(", ", counts.Buckets.Where(b => b.Value != 0).OrderBy(b => b.Key))}",
                .. book.Ledgers.SelectMany(l => l.Reps.Select(r => $"{l.Pool} {r} {l[r].Credit.Micro} open {book.Loads[r].Open}")),
                .. mails.Where(m => m.Key.Template != "ack").Select(m => $"{m.Key.Template} to {m.Key.To}").Order(),
                .. feed.GroupBy(e => e.LeadId).OrderBy(e => e.Key.Value).Select(g => $"{g.Key}: {string.Join(' ', g.Select(e => $"{e.Event.Type}/{e.Event.State}/{e.Event.Owner}"))}"),
            ]);
        }
    }
}
