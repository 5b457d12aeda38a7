using System.Collections.Frozen;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Rules;

/// <summary>The live tables, as they stand.</summary>
public sealed record LiveConfig(
    NumberLocale Locale,
    IReadOnlyDictionary<PoolId, PoolRow> Pools,
    IReadOnlyDictionary<RepId, RepRow> Reps,
    IReadOnlyList<MembershipRow> Memberships,
    IReadOnlyDictionary<string, CalendarRow> Calendars,
    IReadOnlyDictionary<string, ReasonRow> Reasons,
    IReadOnlyDictionary<string, CriterionRow> Criteria,
    ContactPolicies ContactPolicies,
    IReadOnlyDictionary<string, SourceRow> Sources)
{
    /// <summary>The reasons that an act offers, by key.</summary>
    public IEnumerable<ReasonRow> ReasonsFor(ReasonOn act) => Reasons.Values.Where(r => r.On.Contains(act)).OrderBy(r => r.Key, StringComparer.Ordinal);

    /// <summary>Null when there is no such reason for the act.</summary>
    public ReasonRow? Reason(ReasonOn act, string? key) =>
        key is not null && Reasons.TryGetValue(key, out var row) && row.On.Contains(act) ? row : null;

    /// <summary>The configuration is null when a problem is an error. References between tables are the linter's concern.</summary>
    public static (LiveConfig? Live, IReadOnlyList<Problem> Problems) Read(ConfigTables tables, NumberLocale locale = NumberLocale.DecimalComma)
    {
        var problems = new List<Problem>();
        var live = Read(tables, locale, problems);
        return (problems.AnyError() ? null : live, problems);
    }

    internal static LiveConfig Read(ConfigTables tables, NumberLocale locale, ICollection<Problem> problems) => new(
        locale,
        ByKey(TableReader.Read(TableShapes.Pools, tables, locale, problems, PoolRow.Read), p => p.Id),
        ByKey(TableReader.Read(TableShapes.Reps, tables, locale, problems, RepRow.Read), r => r.Id),
        TableReader.Read(TableShapes.Memberships, tables, locale, problems, MembershipRow.Read),
        ByKey(TableReader.Read(TableShapes.Calendars, tables, locale, problems, CalendarRow.Read), c => c.Key),
        ByKey(TableReader.Read(TableShapes.Reasons, tables, locale, problems, ReasonRow.Read), r => r.Key),
        ByKey(TableReader.Read(TableShapes.Criteria, tables, locale, problems, CriterionRow.Read), c => c.Key),
        ReadPolicies(TableReader.Read(TableShapes.ContactPolicies, tables, locale, problems, Policy), problems),
        ByKey(TableReader.Read(TableShapes.Sources, tables, locale, problems, SourceRow.Read), s => s.Key));

    private static ContactPolicyRow Policy(RowReader row) =>
        new(row.Key, row.Text("Caps"), row.Text("Over"), row.Text("MaxDelay"), row.Text("QuietHours"), row.Text("Reserved"));

    private static ContactPolicies ReadPolicies(IReadOnlyList<ContactPolicyRow> rows, ICollection<Problem> problems)
    {
        switch (ContactPolicies.Read([.. rows.DistinctBy(r => r.Class)]))
        {
            case PoliciesReading.Readable readable:
                return readable.Policies;
            case PoliciesReading.Unreadable unreadable:
                foreach (var problem in unreadable.Problems) problems.Add(problem.At(rows));
                return ContactPolicies.Default;
            default:
                throw new InvalidOperationException("A reading of policies without a name");
        }
    }

    // A key that is there twice is a problem already; the first row stands for it.
    private static FrozenDictionary<TKey, TRow> ByKey<TKey, TRow>(IEnumerable<TRow> rows, Func<TRow, TKey> key)
        where TKey : notnull => rows.DistinctBy(key).ToFrozenDictionary(key);
}
