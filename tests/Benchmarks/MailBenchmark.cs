using System.Diagnostics;
using System.Globalization;
using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Azure;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Outreach;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Benchmarks;

/// <summary>What the throttle costs, and how often simpler rules send too much under the same senders.</summary>
internal static class MailBenchmark
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly MailRules Ack = ContactPolicies.Default.Of(MailClass.Ack)!;

    public static async Task<string> RunAsync()
    {
        using var scratch = new Scratch();
        await using var embedded = SqliteTableEngine.Open(Path.Combine(scratch.Path, "mail.db"));
        var (rate, writes, reads) = await DistinctAsync(embedded, 20_000, 64);
        await using var azurite = await AzuriteProcess.StartAsync();
        await using var tables = new RetryingTableEngine(AzureTableEngine.Connect(azurite.ConnectionString, AzureTableEngine.UsualTimeout), RetryingTableEngine.UsualFirstPause);
        var cloud = await DistinctAsync(tables, 1_500, 32);
        var hot = await HotAsync(embedded);
        var (micros, bytes) = Decide();
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## The throttle

            | figure | measured | goal |
            |---|---|---|
            | mails a second, reserved, dispatched and confirmed, distinct contacts, embedded | {rate:N0} | 2,000 |
            | storage writes a mail | {writes:F2} | 2 |
            | storage reads a mail | {reads:F2} | |
            | the same on Azurite | {cloud.Rate:N0} | 150 |
            | storage writes a mail on Azurite | {cloud.Writes:F2} | 2 |
            | one contact, 32 senders, 3,200 asks: mails let through at a cap of 3 a day | {hot.Through} | 3 |
            | the same: asks answered a second | {hot.Rate:N0} | |
            | `Decide` with a log of 200 entries, microseconds | {micros:F2} | 5 |
            | `Decide`: bytes allocated | {bytes} | 0 |

            Simpler rules in the same harness: 400 contacts, a cap of 3 in 24 hours, 8 senders each, mails wanted at random over two days, each hand-over
            taking a moment. A contact counts as overrun when any 24 hours hold more than 3 mails.

            | rule | contacts overrun |
            |---|---|
            {Peers.Table()}

            """);
    }

    private static async Task<(double Rate, double Writes, double Reads)> DistinctAsync(ITableEngine tables, int count, int senders)
    {
        var mails = new TableMailStore(tables, new KeyedHash("a secret of this benchmark"u8.ToArray()), MailboxRules.Parse("")!);
        await SendAsync(mails, "warm", count / 10, senders);
        var (commits, reads, watch) = (tables.Counters.Commits, tables.Counters.Reads, Stopwatch.StartNew());
        await SendAsync(mails, "real", count, senders);
        watch.Stop();
        return (count / watch.Elapsed.TotalSeconds, (tables.Counters.Commits - commits) / (double)count, (tables.Counters.Reads - reads) / (double)count);
    }

    private static Task SendAsync(TableMailStore mails, string run, int count, int senders) => Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
    {
        for (var i = sender; i < count; i += senders)
        {
            var mailbox = mails.IdOf($"{run}{i}@company{i % 500}.example");
            if (await TakeAsync(mails, mailbox, $"{run}-{i}", Guess.AllIsNew) is Booking.Yours yours) await ConfirmAsync(mails, mailbox, yours.Mail);
        }
    })));

    private static async Task<(int Through, double Rate)> HotAsync(ITableEngine tables)
    {
        const int senders = 32;
        const int asks = 100;
        // Each with memory of its own, as hosts on one store are.
        var hosts = Enumerable.Range(0, 4).Select(_ => new TableMailStore(tables, new KeyedHash("a secret of this benchmark"u8.ToArray()), MailboxRules.Parse("")!)).ToArray();
        var (through, watch) = (0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
        {
            var mails = hosts[sender % hosts.Length];
            for (var i = 0; i < asks; i++)
            {
                if (await TakeAsync(mails, mails.IdOf("hot@acme.example"), $"{sender}-{i}", Guess.Nothing) is not Booking.Yours yours) continue;
                Interlocked.Increment(ref through);
                await ConfirmAsync(mails, mails.IdOf("hot@acme.example"), yours.Mail);
            }
        })));
        return (through, senders * asks / watch.Elapsed.TotalSeconds);
    }

    private static Task<Booking> TakeAsync(TableMailStore mails, MailboxId mailbox, string id, Guess guess)
    {
        var request = new SendRequest(new SendId(id), MailClass.Ack, Start, Start.AddDays(1)) { TopicName = id };
        var claim = Claim.Dispatch(AttemptToken.From(Guid.NewGuid()), Start.AddMinutes(1));
        return mails.ChangeAsync(mailbox, request.Id, guess, (state, send) =>
        {
            var booking = Booking.Take(Ack, state, send, request, claim, _ => false, TimeSpan.Zero, Start);
            return new MailChange<Booking>(booking, booking.State, booking.Send);
        }, CancellationToken.None);
    }

    private static Task<bool> ConfirmAsync(TableMailStore mails, MailboxId mailbox, Send sent) => mails.ChangeAsync(mailbox, sent.Id, Guess.Nothing, (state, send) =>
        Outbox.Confirm(state, send!, sent.Status.Owner!.Value, new ProviderAnswer.Accepted(), Start, TimeSpan.Zero) is Move.Moved moved
            ? new MailChange<bool>(true, moved.State, moved.Send)
            : new MailChange<bool>(false), CancellationToken.None);

    private static (double Micros, long Bytes) Decide()
    {
        var rules = ContactPolicies.Default.Of(MailClass.Nurture)!;
        var state = MailboxState.New.With(new Consent(true, Start.AddDays(-60), null));
        for (var i = 0; i < 200; i++)
        {
            var at = Start.AddHours(-200 + i);
            var request = new SendRequest(new SendId($"old-{i}"), MailClass.Legal, at, at.AddDays(1));
            var submission = Outbox.Submit(Unlimited, state, request, Claim.Dispatch(AttemptToken.From(Guid.NewGuid()), at), at);
            state = submission.State;
        }
        if (state.Log.Count != 200) throw new InvalidOperationException($"The log has {state.Log.Count} entries");
        var asked = SendRequest.New(new SendId("new"), rules.Policy, Start);
        for (var i = 0; i < 20_000; i++) _ = Throttle.Decide(rules, state, asked, Start);
        const int rounds = 200_000;
        var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        for (var i = 0; i < rounds; i++) _ = Throttle.Decide(rules, state, asked, Start);
        watch.Stop();
        return (watch.Elapsed.TotalMicroseconds / rounds, (GC.GetAllocatedBytesForCurrentThread() - before) / rounds);
    }

    private static readonly MailRules Unlimited =
        ((PoliciesReading.Readable)ContactPolicies.Read([new ContactPolicyRow(MailClass.Ceiling, "500/1d")])).Policies.Of(MailClass.Legal)!;
}
