using LeadRouter.Domain.Intake;

namespace LeadRouter.Domain.Tests.Intake;

public sealed class SubmissionIdTests
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_key_of_the_same_source_is_the_same_submission_for_ever()
    {
        Assert.Equal(SubmissionIds.OfKey("web", "k"), SubmissionIds.OfKey("web", "k"));
        Assert.NotEqual(SubmissionIds.OfKey("web", "k"), SubmissionIds.OfKey("fair", "k"));
        Assert.NotEqual(SubmissionIds.OfKey("web", "k"), SubmissionIds.OfKey("web", "K"));
        Assert.Matches("^[0-9a-hj-km-np-tv-z]{24}$", SubmissionIds.OfKey("web", "k").Value);
    }

    [Fact]
    public void The_same_fields_in_any_order_are_the_same_submission_within_ten_minutes()
    {
        var fields = Fields(("a", "1"), ("b", "2"));
        var id = SubmissionIds.OfFields("web", fields, Nine);
        Assert.Equal(id, SubmissionIds.OfFields("web", Fields(("b", "2"), ("a", "1")), Nine.AddMinutes(10).AddTicks(-1)));
        Assert.NotEqual(id, SubmissionIds.OfFields("web", fields, Nine.AddMinutes(10)));
        Assert.NotEqual(id, SubmissionIds.OfFields("fair", fields, Nine));
    }

    [Fact]
    public void Different_fields_are_different_submissions_whatever_their_texts_pretend() =>
        Gen.Select(Pairs, Pairs).Sample((one, other) =>
        {
            var same = one.OrderBy(p => p.Name, StringComparer.Ordinal).SequenceEqual(other.OrderBy(p => p.Name, StringComparer.Ordinal));
            Assert.Equal(same, SubmissionIds.OfFields("web", Fields(one), Nine) == SubmissionIds.OfFields("web", Fields(other), Nine));
        });

    private static readonly string[] Pieces = ["a", "b", "=", "\n", "\u0001", ":", "1"];

    private static readonly Gen<string> Text = Gen.Int[0, 6].Select(i => Pieces[i]).Array[1, 3].Select(string.Concat);

    private static readonly Gen<(string Name, string Value)[]> Pairs = Gen.Select(Text, Text).Array[1, 2].Select(all => all.DistinctBy(p => p.Item1).ToArray());

    [Fact]
    public void A_text_cannot_pretend_to_be_the_next_field() => Assert.NotEqual(
        SubmissionIds.OfFields("web", Fields(("a", "1\nb=2")), Nine),
        SubmissionIds.OfFields("web", Fields(("a", "1"), ("b", "2")), Nine));

    private static FormFields Fields(params (string Name, string Value)[] fields) =>
        new([.. fields.Select(f => KeyValuePair.Create<string, IReadOnlyList<string>>(f.Name, [f.Value]))]);
}
