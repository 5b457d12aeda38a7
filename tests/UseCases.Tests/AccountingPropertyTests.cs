using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>
/// Whatever happens in whatever order, and wherever the process dies: each submission is counted once, in exactly one place.
/// </summary>
public sealed class AccountingPropertyTests
{
    [Fact]
    public void The_accounting_balances_after_any_interleaving() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed => RunAsync(seed).GetAwaiter().GetResult(),
        iter: Prove.Size(12, 2_000),
        threads: 1);

    private static async Task RunAsync(int seed)
    {
        await using var world = new TestWorld(A.Configuration(("Sources", ConfigRow.From("web", ("Shape", "flat"), ("Honeypot", "_gotcha")))));
        var run = new Run(world, new Random(seed));
        for (var step = 0; step < 25; step++) await run.StepAsync();
        await run.RestAsync();
        await Invariants.HoldAsync(world);
        await run.CheckAsync();
    }

    private sealed class Run(TestWorld world, Random random)
    {
        private readonly List<LeadId> submissions = [];

        // What makes a submission the same, as a sender sees it, and what he was told; null where the process died before it answered.
        private readonly Dictionary<(string Form, string Source, long Minutes), LeadId?> sent = [];
        private TestProcess process = world.Start();
        private int operations;

        public async Task StepAsync()
        {
            // One process in three dies in the middle of something.
            var last = operations + random.Next(1, 60);
            var crash = random.Next(3) > 0 ? Fault.None : random.Next(2) == 0 ? Fault.CrashBefore : Fault.CrashAfter;
            process = world.Start(_ => ++operations == last ? crash : Fault.None);
            try
            {
                await process.LoadAsync();
                await ActAsync();
                await process.PumpAsync();
                world.Clock.Advance(TimeSpan.FromSeconds(10));
            }
            catch (StorageUnavailableException) when (process.IsDead())
            {
                world.Clock.Advance(TimeSpan.FromSeconds(10));
            }
        }

        /// <summary>A last process that nothing happens to, until nothing is due.</summary>
        public async Task RestAsync()
        {
            process = world.Start();
            await process.LoadAsync();
            await process.PassAsync(TimeSpan.FromMinutes(6));
            await process.LoadAsync();
        }

        private Task ActAsync() => random.Next(14) switch
        {
            0 or 1 or 2 or 3 => SubmitAsync(),
            4 => DrivenAsync(process.Get<ReplayQuarantined>().RunAsync(Any(), CancellationToken.None)),
            5 => DrivenAsync(process.Get<ReplayQuarantined>().RunAllAsync(new QuarantineFilter(), CancellationToken.None)),
            6 => process.SendAsync(Any(), new Signal.ThrownAway("mia")),
            7 => DrivenAsync(process.Get<LinkLeads>().LinkAsync(Any(), Any(), "mia", CancellationToken.None)),
            8 => UnlinkAsync(),
            9 => EraseAsync(),
            10 => process.PassAsync(TimeSpan.FromHours(random.Next(1, 40))),
            _ => AnswerAsync(),
        };

        private async Task SubmitAsync()
        {
            var person = random.Next(4);
            var form = random.Next(4) switch
            {
                0 => $$"""{"phone":"+3460011223{{person}}","message":"{{random.Next(100)}}"}""",
                1 => $$"""{"email":"p{{person}}@acme.example","phone":"+3460011223{{random.Next(4)}}","full_name":"Eva Ruiz","message":"{{random.Next(100)}}"}""",
                2 => $$"""{"email":"p{{person}}@acme.example","_gotcha":"x","message":"{{random.Next(100)}}"}""",
                _ => $$"""{"email":"p{{person}}@acme.example","full_name":"P {{person}}","message":"{{random.Next(5)}}"}""",
            };
            var source = random.Next(5) == 0 ? "unknown" : "web";
            var same = (form, source, world.Now.UtcTicks / SubmissionIds.SameWithin.Ticks);
            sent.TryAdd(same, null);
            var id = await process.PostAsync(A.Body(form, source: source)) switch
            {
                Ingested.Accepted accepted => accepted.Id,
                Ingested.Duplicate again => again.Submission,
                Ingested.Quarantined kept => kept.Id,
                var other => throw new InvalidOperationException(other.GetType().Name),
            };
            submissions.Add(id);
            Assert.Equal(id, sent[same] ??= id);
            // Counted before it is answered, and not only when a sweep comes by.
            var counts = await process.Index.CountAsync(CancellationToken.None);
            Assert.True(counts.Balanced && counts.Received >= sent.Values.OfType<LeadId>().Distinct().Count(), $"received {counts.Received} of {sent.Count}");
        }

        /// <summary>Who was told an id finds his submission under it and nobody else's, and what is linked belongs to a lead.</summary>
        public async Task CheckAsync()
        {
            var told = sent.Values.OfType<LeadId>().ToList();
            Assert.Equal(told.Distinct(), told);
            var leads = (await Invariants.AllLeadsAsync(process)).ToDictionary(l => l.Id, l => l.Life);
            Assert.All(told, id => Assert.Contains(id, leads));
            Assert.InRange(leads.Count, told.Count, sent.Count);
            foreach (var (id, life) in leads.Where(l => l.Value.Status == LeadStatus.Linked))
            {
                var main = life;
                for (var hops = 0; main.Status == LeadStatus.Linked; hops++)
                {
                    Assert.True(hops < leads.Count, $"{id} is linked in a ring");
                    main = leads[main.LinkedTo!.Value];
                }
                Assert.True(main.Status.IsOpen() || main.Status.IsClosed(), $"{id} is linked to what is {main.Status}");
            }
        }

        private async Task UnlinkAsync()
        {
            var id = Any();
            if (await process.Leads.OpenAsync(id, CancellationToken.None) is { Record.Life.LinkedTo: { } main })
                await DrivenAsync(process.Get<LinkLeads>().UnlinkAsync(main, id, "mia", CancellationToken.None));
        }

        /// <summary>What a rep says of a lead that he has, so that links and erasures meet leads that came far.</summary>
        private async Task AnswerAsync()
        {
            var id = Any();
            if (await process.Leads.OpenAsync(id, CancellationToken.None) is not { Record.Life: { Owner: { } owner } life }) return;
            await process.SendAsync(id, random.Next(6) switch
            {
                0 or 1 => new Signal.Accepted(owner, life.Attempt),
                2 => new Signal.Contacted(owner),
                3 => A.Rejection(owner),
                4 => new Signal.Lost("crm", null),
                _ => new Signal.Won("crm"),
            });
        }

        private Task EraseAsync()
        {
            var key = process.Get<PersonKeys>().Mailbox($"p{random.Next(4)}@acme.example");
            return DrivenAsync(process.Get<EraseContact>().RunAsync(process.Get<IIdentityStore>().HashOf(key), CancellationToken.None));
        }

        private LeadId Any() => submissions.Count == 0 ? new LeadId("nobody") : submissions[random.Next(submissions.Count)];

        /// <summary>A request that waits for the driver, and the driver.</summary>
        private async Task DrivenAsync(Task request)
        {
            while (!request.IsCompleted && !process.IsDead())
            {
                await process.PumpAsync();
                await Task.WhenAny(request, Task.Delay(1));
            }
            await request;
        }
    }
}
