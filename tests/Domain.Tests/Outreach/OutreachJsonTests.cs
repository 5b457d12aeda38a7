using System.Text.Json;
using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach;

public sealed class OutreachJsonTests
{
    private static readonly AttemptToken Token = new(-42);

    public static TheoryData<SendStatus> Statuses =>
    [
        new SendStatus.Waiting(Some.Now, Holds.Cap | Holds.QuietHours), new SendStatus.Reserved(Token, Some.Now),
            new SendStatus.Dispatched(Token, Some.Now),
        new SendStatus.Accepted(Token, Some.Now), new SendStatus.Unknown(Token, Some.Now), new SendStatus.Unresolved(Token, Some.Now),
        new SendStatus.Rejected(Token), new SendStatus.Dropped(DropReason.Capped, Holds.Cap), new SendStatus.Merged(3, Some.Now),
    ];

    [Theory]
    [MemberData(nameof(Statuses))]
    public void A_send_reads_back_as_it_was_written(SendStatus status)
    {
        var send = Send.Of(Some.Request(MailClass.Of("newsletter")) with { TopicName = "demo" }) with
        {
            Status = status,
            Facts = MailFacts.Delivered,
            Attempts = 2,
            HasLeft = true
        };
        Assert.Equal(send, JsonSerializer.Deserialize<Send>(JsonSerializer.Serialize(send)));
    }

    [Fact]
    public void Every_status_is_written() => Assert.Equal(Statuses.Count, typeof(SendStatus).GetNestedTypes().Length);

    [Fact]
    public void A_breaker_with_a_month_of_hours_fits_a_property()
    {
        var breaker = Enumerable.Range(0, 1_000).Aggregate(ComplaintBreaker.New, (b, hour) =>
            b.Count(Some.Now.AddHours(hour), 1_000_000, 1_000)).At(Some.Now.AddHours(999));
        var json = JsonSerializer.Serialize(breaker);
        Assert.InRange(json.Length, 1_000, MailboxCodec.MostBytes);
        var read = JsonSerializer.Deserialize<ComplaintBreaker>(json)!;
        Assert.Equal(breaker.Hours, read.Hours);
        Assert.Equal((breaker.Mode, breaker.ModeHour, breaker.Trips), (read.Mode, read.ModeHour, read.Trips));
    }
}
