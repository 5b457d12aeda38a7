using System.Globalization;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Outreach;

/// <summary>A row of <c>ContactPolicies</c> as it was typed; its RowKey is the class.</summary>
public sealed record ContactPolicyRow(
    string Class, string? Caps, string? Over = null, string? MaxDelay = null, string? QuietHours = null, string? Reserved = null)
{
    private static readonly string[] OverWords = ["defer", "drop", "merge", "block"];

    /// <summary>The policy, or null and every problem of the row.</summary>
    internal ContactPolicy? Read(List<PolicyProblem> problems)
    {
        var before = problems.Count;
        if (!Outreach.Caps.TryParse(Caps, out var caps, out var problem)) Add(nameof(Caps), problem);
        if (!Enum.TryParse<Over>(OrDefault(Over, "defer"), ignoreCase: true, out var over) || !Enum.IsDefined(over))
            Add(nameof(Over), $"'{Over}' is not one of defer, drop, merge, block{CellText.DidYouMean(Nearest(Over!))}");
        var maxDelay = ContactPolicy.DefaultMaxDelay;
        if (!string.IsNullOrWhiteSpace(MaxDelay) && !Spans.TryParse(MaxDelay, out maxDelay, out problem)) Add(nameof(MaxDelay), problem);
        if (!WeeklyHours.TryParse(QuietHours, out var quiet, out problem)) Add(nameof(QuietHours), problem);
        else if (quiet.IsAlways) Add(nameof(QuietHours), "these quiet hours never end; to stop the class write 'block' as its Caps");
        if (!int.TryParse(OrDefault(Reserved, "0"), NumberStyles.None, CultureInfo.InvariantCulture, out var reserved))
            Add(nameof(Reserved), $"'{Reserved}' is not a number of slots; write for example '2', or leave it empty");
        return problems.Count == before ? new ContactPolicy(MailClass.Of(Class), caps!, over, maxDelay, quiet!, reserved) : null;

        void Add(string column, string what) => problems.Add(new PolicyProblem(Class, column, what));
    }

    private static string? Nearest(string word) => Suggest.Nearest(word, OverWords);

    private static string OrDefault(string? cell, string otherwise) => string.IsNullOrWhiteSpace(cell) ? otherwise : cell.Trim();
}

/// <summary>What is wrong with one cell of <c>ContactPolicies</c>.</summary>
public sealed record PolicyProblem(string Class, string Column, string Problem)
{
    /// <summary>The problem with its place among the rows it was read from.</summary>
    public Problem At(IReadOnlyList<ContactPolicyRow> rows)
    {
        var row = rows.FirstOrDefault(r => r.Class == Class);
        var read = Column switch
        {
            nameof(ContactPolicyRow.Caps) => row?.Caps,
            nameof(ContactPolicyRow.Over) => row?.Over,
            nameof(ContactPolicyRow.MaxDelay) => row?.MaxDelay,
            nameof(ContactPolicyRow.QuietHours) => row?.QuietHours,
            nameof(ContactPolicyRow.Reserved) => row?.Reserved,
            _ => row?.Class,
        };
        return CellIssue.Unreadable(Cells.Sentence(Problem)).At(TableShapes.ContactPolicies, Class, Column, read ?? "");
    }
}
