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
        // Of before an upgrade, too.
        Assert.Equal("kgjk45464nw6zt7w129f792g", SubmissionIds.OfKey("web", "k").Value);
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
    public void The_same_bytes_are_the_same_submission_within_ten_minutes()
    {
        var id = SubmissionIds.OfBytes("web", "{"u8, Nine);
        Assert.Equal(id, SubmissionIds.OfBytes("web", "{"u8, Nine.AddMinutes(10).AddTicks(-1)));
        Assert.NotEqual(id, SubmissionIds.OfBytes("web", "{"u8, Nine.AddMinutes(10)));
        Assert.NotEqual(id, SubmissionIds.OfBytes("web", "["u8, Nine));
        Assert.NotEqual(id, SubmissionIds.OfBytes("fair", "{"u8, Nine));
    }

    [Fact]
    public void Different_fields_are_different_submissions_whatever_their_texts_pretend()
    {
        var text = Gen.OneOf("", "a", "b", "1", ":", "\n1", "1:a", "\n11:a").Array[0, 3].Select(string.Concat);
        var fields = Gen.Select(text, text.Array[1, 3]).Array[1, 2].Select(all => all.DistinctBy(f => f.Item1).OrderBy(f => f.Item1, StringComparer.Ordinal).ToArray());
        Gen.Select(fields, fields).Sample((one, other) =>
        {
            var same = one.Length == other.Length && one.Zip(other).All(p => p.First.Item1 == p.Second.Item1 && p.First.Item2.SequenceEqual(p.Second.Item2));
            Assert.Equal(same, SubmissionIds.OfFields("web", Several(one), Nine) == SubmissionIds.OfFields("web", Several(other), Nine));
        });
        // What a text could pretend without its length, and a list without its count.
        Assert.NotEqual(SubmissionIds.OfFields("web", Fields(("a", "xb\n1y")), Nine), SubmissionIds.OfFields("web", Fields(("a", "x"), ("b", "y")), Nine));
        Assert.NotEqual(SubmissionIds.OfFields("web", Several(("a", ["x", "y", "z"])), Nine), SubmissionIds.OfFields("web", Several(("a", ["x"]), ("y", ["z"])), Nine));
        Assert.NotEqual(SubmissionIds.OfFields("web", Several(("a", ["x", "y"])), Nine), SubmissionIds.OfFields("web", Several(("a", ["x", "z"])), Nine));
    }

    private static FormFields Fields(params (string Name, string Value)[] fields) => Several([.. fields.Select(f => (f.Name, new[] { f.Value }))]);

    private static FormFields Several(params (string Name, string[] Values)[] fields) =>
        new([.. fields.Select(f => KeyValuePair.Create<string, IReadOnlyList<string>>(f.Name, f.Values))]);
}
