using System.Collections.Frozen;

namespace LeadRouter.Domain.Outreach;

/// <summary>All policies in force, ready to decide by. A class of the product without a row has the product's own policy.</summary>
public sealed class ContactPolicies
{
    private static readonly ContactPolicyRow[] Defaults =
    [
        new("assignment", "20/1h", "merge", "5m"),
        new("sla-alert", "20/1h", "merge", "5m", Reserved: "4"),
        new("digest", "1/5m", "defer", "1h"),
        new("ack", "1/10m per form; 3/1d", "drop", "1d"),
        new("nurture", "1/1d; 3/7d; 8/30d", "defer", "7d", "21:00-08:00"),
        new("company", "5/1d", "defer", "7d"),
        new("legal", "disabled", "defer", "30d"),
        new(MailClass.Ceiling, "6/1d"),
    ];

    public static readonly ContactPolicies Default = ((PoliciesReading.Readable)Read([])).Policies;

    private readonly FrozenDictionary<string, MailRules> byClass;

    private ContactPolicies(FrozenDictionary<string, MailRules> byClass) => this.byClass = byClass;

    public IEnumerable<ContactPolicy> All => byClass.Values.Select(r => r.Policy);

    /// <summary>The rules of a class; null when it has no row and is not the product's own.</summary>
    public MailRules? Of(MailClass mailClass) => byClass.GetValueOrDefault(mailClass.Name);

    /// <summary>Reads the whole table; either every row is good or all problems are told.</summary>
    /// <param name="homeZone">Quiet hours of a contact of whom no zone is plausible follow this one.</param>
    public static PoliciesReading Read(IReadOnlyList<ContactPolicyRow> rows, string homeZone = "Etc/UTC")
    {
        var problems = new List<PolicyProblem>();
        var written = rows.Select(r => r.Class.Trim().ToLowerInvariant()).ToHashSet();
        var read = rows.Concat(Defaults.Where(d => !written.Contains(d.Class))).Select(r => r.Read(problems)).OfType<ContactPolicy>().ToList();
        if (problems.Count > 0) return new PoliciesReading.Unreadable(problems);
        problems.AddRange(PolicyLint.Of(read));
        if (problems.Count > 0) return new PoliciesReading.Unreadable(problems);
        return new PoliciesReading.Readable(new ContactPolicies(Compiled(read, homeZone)));
    }

    private static FrozenDictionary<string, MailRules> Compiled(List<ContactPolicy> policies, string homeZone)
    {
        var ceiling = policies.Single(p => p.Class.Name == MailClass.Ceiling).Caps;
        var classes = policies.Where(p => p.Class.Name != MailClass.Ceiling).ToList();
        var caps = classes.ToDictionary(p => p.Class.Name, p => CapRule.Of(p, ceiling, classes));
        var longest = Enumerable.Range(0, MailKindSets.Count)
            .Select(kind => caps.Values.SelectMany(c => c).Where(c => c.Counts.Has((MailKind)kind)).Select(c => c.Window).DefaultIfEmpty(0).Max());
        var retention = new Retention([.. longest]);
        return classes.ToFrozenDictionary(p => p.Class.Name, p => new MailRules(p, caps[p.Class.Name], retention, homeZone));
    }
}

/// <summary>What reading the policies came to.</summary>
public abstract record PoliciesReading
{
    private PoliciesReading() { }

    public sealed record Readable(ContactPolicies Policies) : PoliciesReading;

    public sealed record Unreadable(IReadOnlyList<PolicyProblem> Problems) : PoliciesReading;
}
