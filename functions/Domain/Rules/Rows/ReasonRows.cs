using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>The acts that ask for a reason.</summary>
public enum ReasonOn
{
    Reject,
    Disqualify,
    Lost,
    Rate,
}

/// <param name="On">The acts that offer this reason; none given, all.</param>
/// <param name="Disposition">Null: the act itself says what becomes of the lead.</param>
public sealed record ReasonRow(string Key, IReadOnlyList<ReasonOn> On, Disposition? Disposition, bool Refund, string LabelEn, string LabelEs)
{
    private static readonly (string Word, ReasonOn On)[] Acts =
        [("reject", ReasonOn.Reject), ("disqualify", ReasonOn.Disqualify), ("lost", ReasonOn.Lost), ("rate", ReasonOn.Rate)];

    internal static ReasonRow Read(RowReader row) => new(
        row.Key,
        ReadOn(row),
        row.Choice<Disposition?>(
            "Disposition", null, ("close", Leads.Disposition.Close), ("reroute", Leads.Disposition.Reroute), ("nurture", Leads.Disposition.Nurture),
            ("disqualify", Leads.Disposition.Disqualify)),
        row.Flag("Refund"),
        row.Text("LabelEn") ?? row.Key,
        row.Text("LabelEs") ?? row.Text("LabelEn") ?? row.Key);

    private static List<ReasonOn> ReadOn(RowReader row)
    {
        var on = new List<ReasonOn>();
        foreach (var item in row.List("On"))
        {
            var found = Array.Find(Acts, a => Folding.Same(a.Word, item));
            if (found.Word is not null) on.Add(found.On);
            else row.Unreadable<int>("On", item, $"One of {string.Join(", ", Acts.Select(a => a.Word))} is expected.",
                Suggest.Nearest(item, Acts.Select(a => a.Word)));
        }
        return on.Count > 0 ? on : [.. Acts.Select(a => a.On)];
    }
}

/// <summary>What a rep confirms to mark a lead qualified.</summary>
public sealed record CriterionRow(string Key, bool Required, string LabelEn, string LabelEs)
{
    internal static CriterionRow Read(RowReader row) => new(
        row.Key, row.Flag("Required", true), row.Text("LabelEn") ?? row.Key, row.Text("LabelEs") ?? row.Text("LabelEn") ?? row.Key);
}
