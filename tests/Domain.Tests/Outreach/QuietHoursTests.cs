using LeadRouter.Domain.Outreach;
using NodaTime;

namespace LeadRouter.Domain.Tests.Outreach;

public sealed class QuietHoursTests
{
    private static readonly MailRules Rules = Some.Rules(MailClass.Nurture, new ContactPolicyRow("nurture", "disabled", QuietHours: "22:00-08:00"));

    [Fact]
    public void Mail_waits_for_the_morning_of_the_contact()
    {
        var night = new DateTimeOffset(2026, 3, 2, 4, 30, 0, TimeSpan.Zero);
        var decision = Some.Decide(Rules, Some.Mailbox.InZones(["America/Bogota"]), Some.Request(MailClass.Nurture, at: night), night);
        Assert.Equal(Decision.Defer(new DateTimeOffset(2026, 3, 2, 13, 0, 0, TimeSpan.Zero), Holds.QuietHours), decision);
    }

    [Fact]
    public void While_the_zone_is_unknown_every_plausible_one_must_be_awake()
    {
        var zones = PlausibleZones.Of(null, "US", Some.Now);
        Assert.InRange(zones.Count, 6, 9);
        var decision = Some.Decide(Rules, Some.Mailbox.InZones(zones));
        // 08:00 in the Aleutians, UTC-10.
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 18, 0, 0, TimeSpan.Zero), decision.Until);
    }

    [Fact]
    public void Nothing_goes_when_no_instant_is_awake_everywhere()
    {
        var mailbox = Some.Mailbox.InZones(["Pacific/Auckland", "Europe/London"]);
        var office = Some.Rules(MailClass.Nurture, new ContactPolicyRow("nurture", "disabled", QuietHours: "17:00-09:00"));
        Assert.Equal(Decision.Drop(DropReason.WouldExpire, Holds.QuietHours), Some.Decide(office, mailbox));
    }

    [Fact]
    public void Zones_come_from_what_is_known()
    {
        Assert.Equal(["Europe/Madrid"], PlausibleZones.Of("europe/madrid", "DE", Some.Now));
        Assert.Equal(2, PlausibleZones.Of("Narnia", "es", Some.Now).Count);
        Assert.Empty(PlausibleZones.Of(null, null, Some.Now));
    }

    [Fact]
    public void No_mail_goes_in_quiet_hours_and_none_waits_longer_across_clock_changes()
    {
        string[] zones = ["Europe/Madrid", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "America/New_York", "Asia/Kolkata"];
        var changes = zones.SelectMany(z =>
            DateTimeZoneProviders.Tzdb[z].GetZoneIntervals(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2029, 1, 1, 0, 0)))
            .Where(i => i.HasStart && i.Start > Instant.FromUtc(2026, 1, 1, 0, 0)).Select(i => i.Start.ToDateTimeOffset()).ToArray();
        var cases = from change in Gen.OneOf(changes)
                    from minutes in Gen.Int[-1800, 1800]
                    from known in Gen.OneOf(zones).Array[1, 3]
                    from start in Gen.Int[18, 23]
                    from end in Gen.Int[1, 10]
                    select (at: change.AddMinutes(minutes), known, start, end);
        cases.Sample(c =>
        {
            var rules = Some.Rules(MailClass.Nurture, new ContactPolicyRow("nurture", "disabled", QuietHours: $"{c.start}:00-{c.end:00}:30"));
            var decision = Some.Decide(rules, Some.Mailbox.InZones(c.known), Some.Request(MailClass.Nurture, at: c.at), c.at);
            var at = c.at;
            while (IsQuiet(at) && at < c.at.AddDays(3)) at = at.AddMinutes(1);
            var expected = at < c.at.AddDays(3) ? Decision.Defer(at, Holds.QuietHours) : Decision.Drop(DropReason.WouldExpire, Holds.QuietHours);
            Assert.Equal(at == c.at ? Decision.Admit() : expected, decision);

            bool IsQuiet(DateTimeOffset instant) => c.known.Any(zone =>
                Instant.FromDateTimeOffset(instant).InZone(DateTimeZoneProviders.Tzdb[zone]).TimeOfDay is var local
                && (local >= new LocalTime(c.start, 0) || local < new LocalTime(c.end, 30)));
        }, iter: 3_000, threads: 1);
    }
}
