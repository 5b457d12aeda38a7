using LeadRouter.Domain.Assignment;
using static LeadRouter.Domain.Tests.Assignment.Given;

namespace LeadRouter.Domain.Tests.Assignment;

public class AssignmentDocsTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "assignment.md"));

    [Fact]
    public void Page_explains_every_reason_and_strategy()
    {
        foreach (var code in Enum.GetValues<ExclusionReason>().Select(Code.Of)) Assert.Contains($"`{code}`", Page, StringComparison.Ordinal);
        foreach (var code in Enum.GetValues<Strategy>().Select(Code.Of)) Assert.Contains($"`{code}`", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Worked_example_is_what_the_rule_does()
    {
        RepStanding[] team = [Rep("ana", 2), Rep("ben"), Rep("chen")];
        var withoutBen = Pool(team[0], team[1] with { OnShift = false, NextShift = Monday9.AddHours(1) }, team[2]);
        var book = AssignmentBook.Empty;
        // The draw of the second lead may fall either way: take an id for which it falls on Ben, as in the example.
        var tie = Enumerable.Range(0, 50).Select(i => $"tie{i}").First(id =>
        {
            var trial = AssignmentBook.Empty;
            Pool(team).Decide(Lead("1"), ref trial);
            return OwnerOf(Pool(team).Decide(Lead(id), ref trial)) == "ben";
        });
        foreach (var (lead, pool, owner) in new[]
        {
            ("1", Pool(team), "Ana"), (tie, Pool(team), "Ben"), ("3", withoutBen, "Chen"), ("4", Pool(team), "Ana"),
        })
        {
            Assert.Equal(owner.ToLowerInvariant(), OwnerOf(pool.Decide(Lead(lead), ref book)));
            var ledger = book.Ledger(Emea);
            var row = Assert.Single(Page.Split('\n'), line => line.StartsWith($"| {ledger.Sequence} |", StringComparison.Ordinal));
            Assert.Contains($"**{owner}**", row, StringComparison.Ordinal);
            Assert.EndsWith($"| {string.Join(", ", ledger.Reps.Select(r => ledger[r].Credit))} |", row, StringComparison.Ordinal);
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LeadRouter.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
