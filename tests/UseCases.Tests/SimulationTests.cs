using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>
/// Random days out of a seed: forms, answers, silence, storage that fails or loses replies, processes that die. Whatever happened, once
/// the faults end everything that must hold holds. A failing seed is printed; run it alone with LEADROUTER_SEED.
/// </summary>
public sealed class SimulationTests
{
    [Fact]
    public async Task Whatever_a_seed_brings_nothing_is_lost_and_nobody_owns_a_lead_twice()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("LEADROUTER_SEED"), out var only))
        {
            await new Simulation(only).RunAsync();
            return;
        }
        await Parallel.ForEachAsync(Enumerable.Range(1, Prove.Size(300, 10_000)), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (seed, _) =>
        {
            if (await Record.ExceptionAsync(() => new Simulation(seed).RunAsync()) is { } broken) Assert.Fail($"LEADROUTER_SEED={seed}: {broken}");
        });
    }

    private sealed class Simulation(int seed)
    {
        private static readonly string[] Reps = ["ana", "ben", "cleo"];

        private readonly Random random = new(seed);
        private readonly List<LeadId> known = [];
        private readonly HashSet<LeadId> acknowledged = [];
        private readonly bool dies = seed % 3 == 0;
        private TestProcess process = null!;
        private int processes;
        private bool calm;

        public async Task RunAsync()
        {
            await using var world = new TestWorld();
            process = Start(world);
            for (var act = 0; act < 40; act++)
            {
                if (process.IsDead()) await RestartAsync(world);
                try
                {
                    await ActAsync(world, act);
                }
                catch (Adapters.Tables.StorageUnavailableException)
                {
                    // Not acknowledged; this client does not come back.
                }
            }
            calm = true;
            world.Mails.Answer = _ => new MailAnswer(MailFate.Accepted);
            await RestartAsync(world);
            await process.PassAsync(TimeSpan.FromMinutes(20));
            await RestartAsync(world);
            await Invariants.HoldAsync(world);
            foreach (var id in acknowledged) Assert.NotNull(await process.Leads.OpenAsync(id, CancellationToken.None));
        }

        private TestProcess Start(TestWorld world)
        {
            var faults = Faults.Seeded(seed * 100 + ++processes, 0.03, dies ? [Fault.Before, Fault.After, Fault.CrashBefore, Fault.CrashAfter] : [Fault.Before, Fault.After]);
            return world.Start(operation => calm ? Fault.None : faults(operation));
        }

        private async Task RestartAsync(TestWorld world)
        {
            bool loaded;
            do
            {
                world.Clock.Advance(TimeSpan.FromSeconds(10));
                process = Start(world);
                try
                {
                    await process.LoadAsync();
                    loaded = !process.IsDead();
                }
                catch (Adapters.Tables.StorageUnavailableException)
                {
                    loaded = false;
                }
            }
            while (!loaded);
        }

        private async Task ActAsync(TestWorld world, int act)
        {
            switch (random.Next(10))
            {
                case 0 or 1 or 2:
                    if (await process.PostAsync(A.Lead($"person{random.Next(8)}@acme.example", $"key{act}")) is Intake.Ingested.Accepted accepted)
                    {
                        known.Add(accepted.Id);
                        acknowledged.Add(accepted.Id);
                    }
                    break;
                case 3:
                    await process.PostAsync(A.Body(random.Next(2) == 0 ? "{broken" : """{"name":"nobody"}""", $"key{act}"));
                    break;
                case 4:
                    await process.PassAsync(TimeSpan.FromMinutes(random.Next(1, 50)));
                    break;
                case 5:
                    world.Mails.Answer = MailsFrom(random.Next(4));
                    break;
                case 6 when random.Next(4) == 0:
                    // A provider that is down for weeks is tried every five minutes: true, and a long test.
                    world.Mails.Answer = MailsFrom(3);
                    await process.PassAsync(TimeSpan.FromDays(random.Next(1, 20)));
                    break;
                default:
                    if (known.Count > 0) await SignalAsync(known[random.Next(known.Count)], act);
                    break;
            }
            await process.PumpAsync();
        }

        private static Func<OutgoingMail, MailAnswer> MailsFrom(int mood) => mood switch
        {
            0 => _ => new MailAnswer(MailFate.Rejected, "503"),
            1 => _ => new MailAnswer(MailFate.Unknown, "timeout"),
            _ => _ => new MailAnswer(MailFate.Accepted),
        };

        private async Task SignalAsync(LeadId id, int act)
        {
            var life = (await process.LeadAsync(id)).Life;
            var by = random.Next(5) == 0 ? new RepId(Reps[random.Next(3)]) : life.Owner ?? new RepId("ana");
            Signal signal = random.Next(12) switch
            {
                0 or 1 => new Signal.Accepted(by, life.Attempt),
                2 => new Signal.UndoAccept(by),
                3 => A.Rejection(by, random.Next(2) == 0),
                4 => A.Rejection(by) with { Disposition = (Disposition)random.Next(4), Until = process.Get<TimeProvider>().GetUtcNow().AddHours(random.Next(1, 9)) },
                5 => new Signal.Contacted(by),
                6 => new Signal.Qualified(by, []),
                7 => new Signal.Lost("crm", null),
                8 => new Signal.Won("crm"),
                9 => new Signal.Reassigned(new RepId(Reps[random.Next(3)]), "mia", null),
                10 => new Signal.Nurture(process.Get<TimeProvider>().GetUtcNow().AddHours(random.Next(1, 90)), "mia"),
                _ => new Signal.Recycle("mia"),
            };
            await process.SendAsync(id, signal, $"act{act}");
        }
    }
}
