using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach.Model;

/// <summary>Random histories of concurrent senders over a faulty store and a faulty provider, with death at every step.</summary>
public sealed class InterleavingTests
{
    public const int WindowMillis = 10_000;
    private const int Histories = 1_500;

    private static readonly Cap[] Caps = [Some.Cap(2, WindowMillis), Some.Cap(3, 25_000)];

    [Fact]
    public void No_history_breaks_a_promise_to_a_contact()
    {
        var taken = 0;
        for (var seed = 0; seed < Histories; seed++)
        {
            var oracle = Play(seed, new Protocol(), MailClass.Nurture);
            Assert.True(oracle.Violations.Count == 0, $"seed {seed}: {string.Join("; ", oracle.Violations)}");
            taken += oracle.Taken;
        }
        Assert.True(taken > Histories, $"only {taken} mails: the histories do not try hard enough");
    }

    [Fact]
    public void No_history_breaks_the_cap_of_a_rep_whose_mail_is_retried()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            var oracle = Play(seed, new Protocol(), MailClass.Assignment);
            Assert.True(oracle.Violations.Count == 0, $"seed {seed}: {string.Join("; ", oracle.Violations)}");
        }
    }

    [Fact]
    public void One_fault_at_each_point_of_a_history_breaks_nothing()
    {
        var histories = 0;
        for (var seed = 0; seed < 12; seed++)
            for (var (only, points) = (0, 1); only < points; only++, histories++)
            {
                var world = new World(seed) { OnlyFault = only };
                var oracle = Play(world, new Protocol(), MailClass.Nurture);
                Assert.True(oracle.Violations.Count == 0, $"seed {seed}, fault {only}: {string.Join("; ", oracle.Violations)}");
                points = world.FaultPoints;
            }
        Assert.True(histories > 1_000, $"only {histories} points");
    }

    [Fact]
    public void Without_faults_everybody_gets_his_mail_as_fast_as_the_cap_allows()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var world = new World(seed) { HasFaults = false };
            var oracle = new Oracle(world);
            var store = new Store(world, oracle);
            var sender = new Sender(world, store, new Provider(world, store, oracle), new Protocol(),
                Some.Rules(MailClass.Nurture, Over.Defer, [Some.Cap(2, 60_000)], []));
            for (var i = 0; i < 10; i++) Ask(world, sender, Request($"send-{i}", MailClass.Nurture), world.Chance.Next(1_000));
            Assert.True(world.Run());
            Assert.All(store.Sends, s => Assert.IsType<SendStatus.Accepted>(s.Status));
            // Two at once, and the last two four windows later.
            Assert.InRange(store.Sends.Max(s => ((SendStatus.Accepted)s.Status).At), Some.Now.AddMinutes(4), Some.Now.AddMinutes(4).AddSeconds(5));
        }
    }

    [Theory]
    [InlineData("check then send", "I1")]
    [InlineData("stamp at reservation", "I1")]
    [InlineData("slot freed at lease end while dispatched", "I1")]
    [InlineData("retry on the same slot", "I2")]
    [InlineData("no deadline check before the post", "I1")]
    [InlineData("calendar window", "I1")]
    [InlineData("counting only accepted", "I1")]
    [InlineData("no own-token check", "I3")]
    public void Every_mutant_is_caught(string mutant, string invariant)
    {
        for (var seed = 0; seed < Histories; seed++)
            if (Play(seed, Mutants.Of(mutant), MailClass.Nurture).Violations.Any(v => v.StartsWith(invariant, StringComparison.Ordinal))) return;
        Assert.Fail($"no history of {Histories} shows that '{mutant}' breaks {invariant}");
    }

    private static Oracle Play(int seed, Protocol protocol, MailClass mailClass) => Play(new World(seed), protocol, mailClass);

    private static Oracle Play(World world, Protocol protocol, MailClass mailClass)
    {
        var oracle = new Oracle(world);
        var store = new Store(world, oracle);
        var (provider, rules) = (new Provider(world, store, oracle), Some.Rules(mailClass, Over.Defer, Caps, []));
        Sender[] hosts = [.. Enumerable.Range(0, 3).Select(_ =>
            new Sender(world, store, provider, protocol, rules, world.Chance.NextDouble() * Protocol.Skew))];
        for (var i = 0; i < 6; i++) Ask(world, hosts[i % 3], Request($"send-{i % 5}", mailClass), world.Chance.Next(12_000));
        if (world.Happens(30)) world.Start(Suppress(world, store), TimeSpan.FromMilliseconds(world.Chance.Next(30_000)));
        if (!world.Run()) oracle.Violations.Add("I11 the history does not end");
        oracle.Judge(store.Sends, Caps, atMostOnce: !mailClass.MayRepeatUnknown);
        return oracle;
    }

    private static SendRequest Request(string id, MailClass mailClass) => new(new SendId(id), mailClass, Some.Now, Some.Now.AddMinutes(10));

    /// <summary>Whoever asked asks again when the process dies: each send id has somebody to bring it to its end.</summary>
    private static void Ask(World world, Sender sender, SendRequest request, int afterMillis) =>
        world.Start(sender.Run(request), TimeSpan.FromMilliseconds(afterMillis), () => Ask(world, sender, request, world.Chance.Next(3_000)));

    private static IEnumerable<TimeSpan> Suppress(World world, Store store)
    {
        for (var reply = Reply.Lost; reply != Reply.Done;)
        {
            var (row, _) = store.Read(new SendId("none"));
            yield return TimeSpan.FromMilliseconds(world.Chance.Next(30));
            reply = store.Commit(row, row.State.With(new Suppression(SuppressionKind.HardBounce, "", world.Now, true)), null);
        }
    }
}
