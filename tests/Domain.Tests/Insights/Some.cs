using CsCheck;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Insights;

internal static class Some
{
    public static readonly DateTimeOffset Monday9 = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly Gen<Offer> Offer = Gen.Select(Gen.OneOf("ana", "ben"), Gen.OneOf("spain", "overflow"), Gen.Int[0, 3000], Gen.Int[0, 15]).Select(
        (rep, pool, minute, past) => new Offer(minute, new RepId(rep), new PoolId(pool), Monday9.AddMinutes(minute))
        {
            AcceptedAt = past > 3 ? Monday9.AddMinutes(minute + past) : null,
            ContactedAt = past > 8 ? Monday9.AddMinutes(minute + 10 * past) : null,
            QualifiedAt = past > 12 ? Monday9.AddDays(past) : null,
            Kept = past > 3 ? [Milestone.Accept] : [],
            Broken = past == 3 ? [Milestone.Accept] : past == 9 ? [Milestone.Contact] : [],
            Rejected = past == 2 ? "spam" : null,
        });

    public static readonly Gen<LeadRecord> Record = Gen.Select(
        Gen.Enum<LeadStatus>(), Gen.OneOf("web", "meta", "typeform"), Gen.OneOf<string?>(null, "spring", "ñandú", "=1+1"), Offer.Array[0, 3], Gen.Int[0, 130], Gen.Bool).Select(
        (status, source, campaign, offers, completeness, flag) => Received(source) with
        {
            Attributes = LeadAttributes.Empty.With("Campaign", campaign).With("Completeness", $"{completeness}"),
            Life = LifecycleState.Received(Monday9) with { Status = status, Owner = status.IsOwned() ? new RepId("ana") : null, Pool = flag ? new PoolId("spain") : null },
            History = LeadHistory.None with
            {
                Offers = [.. offers],
                ScoredAt = flag ? Monday9 : null,
                WonAt = status == LeadStatus.Won ? Monday9.AddDays(40) : null,
                Housed = status == LeadStatus.House,
                Good = completeness % 3 == 0 ? null : flag,
            },
        });

    public static readonly Gen<Contribution> Contribution = Record.Select(Domain.Insights.Contribution.Of);

    public static Contribution Lead => Domain.Insights.Contribution.Of(Received("web"));

    public static LeadRecord Received(string source) => new()
    {
        Id = new LeadId("lead"),
        Source = source,
        ReceivedAt = Monday9,
        Attributes = LeadAttributes.Empty,
        Life = LifecycleState.Received(Monday9),
    };
}
