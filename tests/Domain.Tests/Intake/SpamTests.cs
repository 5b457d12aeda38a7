using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Rules;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Domain.Tests.Intake;

/// <summary>F1: programs that fill in forms are found, people are not, and remembering callers takes a fixed amount of memory.</summary>
public sealed class SpamTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly SourceRow Guarded = SubmissionReaderTests.Source("flat", more: [("Honeypot", "_gotcha"), ("Origins", "https://www.northwind.example")]);

    [Theory]
    [InlineData("_gotcha=x", null, "spam.honeypot")]
    [InlineData("_GOTCHA=x", null, "spam.honeypot")]
    [InlineData("_gotcha= ", null, null)]
    [InlineData("_elapsed=150", null, "spam.too-fast")]
    [InlineData("_elapsed=1999", null, "spam.too-fast")]
    [InlineData("_elapsed=2000", null, null)]
    [InlineData("_elapsed=-1e400", null, "spam.too-fast")]
    [InlineData("_elapsed=soon", null, null)]
    [InlineData("email=a@b.co", "https://www.northwind.example", null)]
    [InlineData("email=a@b.co", "https://evil.example", "spam.origin")]
    [InlineData("email=a@b.co", "null", "spam.origin")]
    public void Each_sign_has_its_reason(string field, string? origin, string? reason) =>
        Assert.Equal(reason, SpamCheck.Problem(Guarded, Fields(field), origin, Shortest)?.Split(':')[0]);

    [Fact]
    public void A_source_without_a_honeypot_judges_nobody() =>
        Assert.Null(SpamCheck.Problem(SubmissionReaderTests.Source("flat"), Fields("_elapsed=1"), "https://evil.example", Shortest));

    [Fact]
    public void A_thousand_programs_are_found_and_a_thousand_people_are_not()
    {
        var random = new Random(7);
        var limiter = new RateLimiter(1 << 18);
        var (found, wronged) = (0, 0);
        for (var i = 0; i < 1_000; i++)
        {
            // Most fill in whatever they see, some are merely fast, some post from one address as quickly as they can.
            var bot = random.Next(10) switch { < 6 => Fields("_gotcha=http://x"), < 9 => Fields($"_elapsed={random.Next(900)}"), _ => Fields("email=a@b.co") };
            if (SpamCheck.Problem(Guarded, bot, null, Shortest) is not null || limiter.Take(666, 60, 10, Now.AddMilliseconds(i)) is not null) found++;
            var person = Fields($"_elapsed={random.Next(4_000, 120_000)}");
            if (SpamCheck.Problem(Guarded, person, "https://www.northwind.example", Shortest) is not null || limiter.Take((ulong)random.NextInt64(), 60, 10, Now.AddSeconds(i)) is not null) wronged++;
        }
        Assert.True(found >= 990, $"{found} of 1,000 programs found");
        Assert.True(wronged <= 1, $"{wronged} of 1,000 people taken for programs");
    }

    [Fact]
    public void A_bucket_gives_its_burst_then_its_rate_and_says_when_to_come_again()
    {
        var limiter = new RateLimiter(1024);
        for (var i = 0; i < 10; i++) Assert.Null(limiter.Take(1, 60, 10, Now));
        Assert.Equal(TimeSpan.FromSeconds(1), limiter.Take(1, 60, 10, Now));
        Assert.Null(limiter.Take(2, 60, 10, Now));
        Assert.Null(limiter.Take(1, 60, 10, Now.AddSeconds(1)));
        Assert.NotNull(limiter.Take(1, 60, 10, Now.AddSeconds(1.5)));
    }

    [Fact]
    public void No_caller_gets_more_than_his_rate_and_burst() => Gen.Select(Gen.Int[1, 600], Gen.Int[1, 50], Gen.Int[0, 3_000].Array[1, 200]).Sample((rate, burst, pauses) =>
    {
        var limiter = new RateLimiter(64);
        var (at, taken) = (Now, 0);
        foreach (var pause in pauses)
        {
            at = at.AddMilliseconds(pause);
            if (limiter.Take(1, rate, burst, at) is null) taken++;
            Assert.True(taken <= burst + (at - Now).TotalMinutes * rate + 1e-6);
        }
    });

    [Fact]
    public void A_million_addresses_take_no_more_memory_than_a_thousand()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var limiter = new RateLimiter(1 << 18);
        var random = new Random(3);
        for (var i = 0; i < 1_000_000; i++) limiter.Take((ulong)random.NextInt64(), 60, 10, Now.AddMilliseconds(i));
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(limiter);
        Assert.True(grown < 50_000_000, $"{grown:N0} bytes");
        // Whoever posts as fast as he can is still held to his rate.
        var refused = Enumerable.Range(0, 1_000).Count(i => limiter.Take(42, 60, 10, Now.AddSeconds(2_000).AddMilliseconds(i)) is not null);
        Assert.True(refused > 980);
    }

    private static FormFields Fields(string pair) => new([KeyValuePair.Create<string, IReadOnlyList<string>>(pair.Split('=')[0], [pair.Split('=')[1]])]);
}
