using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>The figures by which somebody is told that a pool is no longer fair.</summary>
public sealed class CreditAlarmTests
{
    [Theory]
    [InlineData("tight", 0.5, 2)]
    [InlineData("roomy", 0.7, 0)]
    public async Task A_pool_rings_once_each_time_its_largest_credit_goes_beyond_its_alarm(string pool, double alarm, int rings)
    {
        await using var world = new TestWorld(A.Configuration([
            ("Pools", ConfigRow.From(pool, ("AlarmCredit", alarm))), ("RoutingRules", ConfigRow.From("fallback", ("Priority", 100), ("Pool", pool), ("SlaPolicy", "standard"))),
            .. new[] { "ana", "ben", "cleo" }.Select(rep => ("Memberships", ConfigRow.From($"{pool}-{rep}", ("Pool", pool), ("Rep", rep)))),
        ]));
        using var meter = new PoolMeter(pool);
        var process = world.Start();
        for (var i = 0; i < 6; i++) await process.SubmitAsync(A.Lead($"eva{i}@acme.example"));

        // Three equal reps in turn: two thirds of a lead off, then even, twice.
        Assert.Equal([0.67, 0.67, 0, 0.67, 0.67, 0], meter.Largest.ConvertAll(credit => Math.Round(credit, 2)));
        Assert.Equal(rings, meter.Alarms);
    }
}
