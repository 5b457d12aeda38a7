using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

public class RowsDiffTests
{
    [Fact]
    public void It_names_added_and_removed_rows_and_changed_cells()
    {
        var kept = ConfigRow.From("kept", ("Points", 10), ("Country", "ES"), ("Enabled", "true"), ("Title", "x"));
        var gone = ConfigRow.From("gone", ("Points", 1));
        var now = ConfigRow.From("kept", ("points", 12), ("Country", "ES"), ("Enabled", "VERDADERO"), ("Note", "new"));
        var added = ConfigRow.From("added");
        var diff = RowsDiff.Between([kept, gone], [added, now]);
        Assert.Equal([added], diff.Added);
        Assert.Equal([gone], diff.Removed);
        Assert.Equal([new("kept", "Note", null, "new"), new("kept", "Points", "10", "12"), new("kept", "Title", "x", null)], diff.Changed);
        Assert.True(RowsDiff.Between([kept, gone], [gone, kept]).IsEmpty);
    }
}
