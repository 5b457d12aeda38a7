using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach;

public sealed class PolicyTests
{
    [Theory]
    [InlineData("1/10m; 3/1d", "1/10m 3/1d")]
    [InlineData("1/10m per form, 3/1d", "1/10m per form 3/1d")]
    [InlineData("20 / 1h", "20/1h")]
    [InlineData("3 per 7d", "3/7d")]
    [InlineData("2/PT90M", "2/1h30m")]
    [InlineData("disabled", "")]
    public void Caps_are_read(string cell, string expected)
    {
        Assert.True(Caps.TryParse(cell, out var caps, out var problem), problem);
        Assert.Equal(expected, string.Join(' ', caps.List));
        Assert.False(caps.Blocks);
    }

    [Theory]
    [InlineData("0/1d", "say 'disabled' or 'block'")]
    [InlineData("", "no cap is written")]
    [InlineData("many", "write for example '3/1d'")]
    [InlineData("3/1", "did you mean '1m'")]
    [InlineData("100000/1d", "above 500")]
    [InlineData("3/400d", "366 days")]
    public void Unreadable_caps_say_what_is_wrong(string cell, string expected)
    {
        Assert.False(Caps.TryParse(cell, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_of_every_row_is_told_at_once()
    {
        var problems = Problems(
            new("ack", "0/1d", "drip", "soon", "22:00-25:00", "few"), new("nurture", "3/1d", "merge"), new("legal", "2/1d", QuietHours: "24x7"));
        Assert.Equal(["ack.Caps", "ack.Over", "ack.MaxDelay", "ack.QuietHours", "ack.Reserved", "legal.QuietHours"],
            problems.Select(p => $"{p.Class}.{p.Column}"));
        Assert.Contains("did you mean 'drop'", problems[1].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ceiling", "disabled", "defer", "", "cannot be off")]
    [InlineData("sla-alert", "20/1h", "merge", "20", "leave none of its 20")]
    [InlineData("legal", "disabled", "defer", "6", "leave none of its 6")]
    [InlineData("newsletter", "1/1d", "merge", "", "only mail to reps")]
    public void Policies_that_make_no_sense_together_are_refused(string row, string caps, string over, string reserved, string expected) =>
        Assert.Contains(Problems(new ContactPolicyRow(row, caps, over, Reserved: reserved)), p =>
            p.Problem.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Without_rows_the_product_has_its_own_policies()
    {
        Assert.Equal("1/10m per form 3/1d", string.Join(' ', ContactPolicies.Default.Of(MailClass.Ack)!.Policy.Caps.List));
        Assert.Null(ContactPolicies.Default.Of(MailClass.Of("newsletter")));
        Assert.NotNull(Some.Policies(new ContactPolicyRow("Newsletter", "1/7d")).Of(MailClass.Of("newsletter")));
    }

    private static IReadOnlyList<PolicyProblem> Problems(params ContactPolicyRow[] rows) =>
        Assert.IsType<PoliciesReading.Unreadable>(ContactPolicies.Read(rows)).Problems;
}
