using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Tests.Assignment;

/// <summary>The words of these tests: Monday, 2 March 2026, nine o'clock, and a pool called emea.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Monday9 = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly PoolId Emea = new("emea");
    public static readonly PoolPolicy Policy = new(Emea);

    public static RepStanding Rep(string name, decimal weight = 1) => new(new RepId(name)) { Weight = weight };

    public static RepStanding[] Reps(params string[] names) => [.. names.Select(n => Rep(n))];

    public static PoolRoster Pool(params RepStanding[] members) => new(Policy, members);

    public static AssignmentRequest Lead(string id = "lead", int attempt = 1) => new(new LeadId(id), attempt, Monday9);

    public static RepId Id(string name) => new(name);

    public static AssignmentOutcome Decide(this PoolRoster roster, AssignmentRequest lead, ref AssignmentBook book)
    {
        var ruling = AssignmentRule.Decide(roster, book, lead);
        book = ruling.Book;
        return ruling.Outcome;
    }

    public static AssignmentOutcome Decide(this PoolRoster roster, AssignmentRequest? lead = null) =>
        AssignmentRule.Decide(roster, AssignmentBook.Empty, lead ?? Lead()).Outcome;

    public static string OwnerOf(AssignmentOutcome outcome) => Assert.IsType<AssignmentOutcome.Assigned>(outcome).Owner.Value;

    /// <summary>The owners of so many leads that arrive one after the other.</summary>
    public static string[] Owners(this PoolRoster roster, int leads, ref AssignmentBook book, string prefix = "lead")
    {
        var owners = new string[leads];
        for (var i = 0; i < leads; i++) owners[i] = OwnerOf(roster.Decide(Lead($"{prefix}{i}"), ref book));
        return owners;
    }

    public static int LongestRun(IEnumerable<string> owners, string rep)
    {
        var (run, longest) = (0, 0);
        foreach (var owner in owners) longest = Math.Max(longest, run = owner == rep ? run + 1 : 0);
        return longest;
    }
}
