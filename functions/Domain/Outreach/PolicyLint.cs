namespace LeadRouter.Domain.Outreach;

/// <summary>What is wrong with policies that are each readable.</summary>
internal static class PolicyLint
{
    public static IEnumerable<PolicyProblem> Of(IReadOnlyList<ContactPolicy> policies) =>
        [.. Duplicates(policies), .. Ceiling(policies), .. Headroom(policies), .. policies.SelectMany(Single)];

    private static IEnumerable<PolicyProblem> Duplicates(IReadOnlyList<ContactPolicy> policies) =>
        policies.GroupBy(p => p.Class.Code).Where(g => g.Count() > 1).Select(same => new PolicyProblem(
            same.Last().Class.Name, "RowKey", $"'{same.Last().Class}' cannot be told from '{same.First().Class}'; choose another name"));

    private static IEnumerable<PolicyProblem> Ceiling(IReadOnlyList<ContactPolicy> policies) =>
        policies.Where(p => p.Class.Name == MailClass.Ceiling && (p.Caps.Blocks || p.Caps.List.Count == 0)).Select(_ => new PolicyProblem(
            MailClass.Ceiling, "Caps", "the ceiling cannot be off; write for example '6/1d', and 'block' in the classes to stop"));

    private static IEnumerable<PolicyProblem> Headroom(IReadOnlyList<ContactPolicy> policies)
    {
        var ceiling = policies.Single(p => p.Class.Name == MailClass.Ceiling).Caps;
        var classes = policies.Where(p => p.Class.Name != MailClass.Ceiling).ToList();
        foreach (var policy in classes)
            foreach (var rule in CapRule.Of(policy, ceiling, classes))
                if (rule.Reserves.Sum(r => r.Slots) >= rule.Limit)
                    yield return new PolicyProblem(
                        policy.Class.Name, "Reserved", $"the slots reserved for other classes leave none of its {rule.Limit}; lower their Reserved");
    }

    private static IEnumerable<PolicyProblem> Single(ContactPolicy policy)
    {
        if (policy.MaxDelay <= TimeSpan.Zero)
            yield return new PolicyProblem(policy.Class.Name, "MaxDelay",
                "a mail that may not wait at all would always expire; write for example '5m'");
        if (policy.Over == Over.Merge && policy.Class.Kind != MailKind.Rep)
            yield return new PolicyProblem(policy.Class.Name, "Over", "only mail to reps can be merged into a digest; use defer or drop");
    }
}
