using static LeadRouter.Domain.Insights.Figures;

namespace LeadRouter.Domain.Insights;

/// <summary>Every report that is a table of figures by group. docs/insights.md defines each figure.</summary>
public static class Reports
{
    private static readonly string[] Stages = ["Offered", "Accepted", "Contacted", "Qualified", "Won"];

    public static readonly Report Funnel = new("funnel",
    [
        Count("received", Figure.Received),
        Count("linked", Figure.Linked),
        Count("leads", Figure.Leads),
        Count("scored", Figure.Scored),
        Count("mql", Figure.Mql),
        Count("offered", Figure.ReachedOffered),
        Count("accepted", Figure.ReachedAccepted),
        Count("contacted", Figure.ReachedContacted),
        Count("qualified", Figure.ReachedQualified),
        Count("won", Figure.ReachedWon),
        Share("mqlShare", Figure.Mql, Figure.Scored),
        Share("offeredShare", Figure.ReachedOffered, Figure.Leads),
        Share("acceptedShare", Figure.ReachedAccepted, Figure.ReachedOffered),
        Share("contactedShare", Figure.ReachedContacted, Figure.ReachedAccepted),
        Share("qualifiedShare", Figure.ReachedQualified, Figure.ReachedContacted),
        Share("wonShare", Figure.ReachedWon, Figure.ReachedQualified),
        .. CohortFigures("in4Weeks", g => g.FourWeeks),
        .. CohortFigures("in12Weeks", g => g.TwelveWeeks),
    ]);

    public static readonly Report Speed = new("speed",
    [
        .. SpeedFigures("assigned", Measure.Assigned, Measure.AssignedBusiness),
        .. SpeedFigures("accepted", Measure.Accepted, Measure.AcceptedBusiness),
        .. SpeedFigures("firstTouch", Measure.Touched, Measure.TouchedBusiness),
    ]);

    public static readonly Report Sla = new("sla",
    [
        Count("offers", Figure.Offers),
        .. SlaFigures("accept", Figure.AcceptKept, Figure.AcceptBroken),
        .. SlaFigures("contact", Figure.ContactKept, Figure.ContactBroken),
        .. SlaFigures("qualify", Figure.QualifyKept, Figure.QualifyBroken),
    ]);

    public static readonly Report Leakage = new("leakage",
    [
        Count("leads", Figure.Leads),
        Count("breached", Figure.Breached),
        Count("expired", Figure.Expired),
        Count("housed", Figure.Housed),
        Count("inHouse", Figure.InHouse),
        Count("houseMinutes", g => g[Figure.HouseSeconds] / 60),
        Count("rejected", Figure.Rejected),
        Count("neverContacted", Figure.NeverContacted),
        Count("leaked", Figure.Leaked),
        .. Sure("leakedShare", g => g[Figure.Leaked], g => g[Figure.Leads]),
        Count("received", Figure.Received),
        Count("quarantined", Figure.Quarantined),
        Count("discarded", Figure.Discarded),
        Count("linked", Figure.Linked),
        Count("inProgress", Figure.InProgress),
        Count("won", Figure.Won),
        Count("lost", Figure.Lost),
        Count("disqualified", Figure.Disqualified),
    ]);

    public static readonly Report Quality = new("quality",
    [
        Count("received", Figure.Received),
        .. Sure("duplicateShare", g => g[Figure.Linked], g => g[Figure.Linked] + g[Figure.Leads]),
        .. Sure("quarantinedShare", g => g[Figure.Quarantined] + g[Figure.Discarded], g => g[Figure.Received]),
        new ReportFigure("completeness", TallyParts.Figures, (g, _) => g[Figure.Measured] == 0 ? null : Math.Round((double)g[Figure.Completeness] / g[Figure.Measured], 1)),
        Count("good", Figure.Good),
        Count("bad", Figure.Bad),
        .. Sure("badShare", g => g[Figure.Bad], g => g[Figure.Good] + g[Figure.Bad]),
        Count("rejected", Figure.Rejected),
        .. Sure("rejectedShare", g => g[Figure.Rejected], g => g[Figure.ReachedOffered]),
        new ReportFigure("rejections", TallyParts.Reasons, (g, _) => g.Sum.Of(Named.Rejection).ToDictionary(r => r.Name, r => r.Count)),
    ]);

    public static readonly Report Cost = new("cost",
    [
        BySource("enquiries", (g, _) => g.Sum.Of(Named.Enquiry).Sum(e => e.Count)),
        BySource("priced", (g, p) => p.Priced(g.Sum.Of(Named.Enquiry))),
        Money("spend", (g, p) => p.Of(g.Sum.Of(Named.Enquiry))),
        Money("perAccepted", (g, p) => Per(g, p, Named.Accepted)),
        Money("perQualified", (g, p) => Per(g, p, Named.Qualified)),
        Money("perWon", (g, p) => Per(g, p, Named.Won)),
        Money("leakedSpend", (g, p) => p.Of(g.Sum.Of(Named.Leaked))),
        BySource("leakedSpendShare", (g, p) => p.Of(g.Sum.Of(Named.Enquiry)) is var spend && spend == 0
            ? null
            : Math.Round((double)(p.Of(g.Sum.Of(Named.Leaked)) / spend), 4)),
    ]);

    public static readonly IReadOnlyList<Report> All = [Funnel, Speed, Sla, Leakage, Quality, Cost];

    // Spend and success of the same sources: one without a price would look free.
    private static decimal? Per(InsightGroup group, Prices prices, Named success) =>
        prices.Priced(group.Sum.Of(success)) is var count && count == 0 ? null : prices.Of(group.Sum.Of(Named.Enquiry)) / count;

    private static IEnumerable<ReportFigure> CohortFigures(string suffix, Func<InsightGroup, Cohort> cohort)
    {
        yield return Count($"leads{Capital(suffix)}", g => cohort(g).Leads);
        for (var stage = 0; stage < Stages.Length; stage++)
        {
            var number = stage;
            yield return Share($"{char.ToLowerInvariant(Stages[stage][0])}{Stages[stage][1..]}{Capital(suffix)}", g => cohort(g).Reached(number), g => cohort(g).Leads);
        }
    }

    private static IEnumerable<ReportFigure> SpeedFigures(string name, Measure wall, Measure business) =>
    [
        new ReportFigure(name, TallyParts.Times, (g, _) => g.Sum.Timed(wall)),
        Minutes($"{name}P50", wall, 0.5),
        Minutes($"{name}P90", wall, 0.9),
        Minutes($"{name}BusinessP50", business, 0.5),
        Minutes($"{name}BusinessP90", business, 0.9),
    ];

    private static IEnumerable<ReportFigure> SlaFigures(string name, Figure kept, Figure broken) =>
    [
        Count($"{name}Kept", kept),
        Count($"{name}Broken", broken),
        .. Sure($"{name}KeptShare", g => g[kept], g => g[kept] + g[broken]),
    ];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
