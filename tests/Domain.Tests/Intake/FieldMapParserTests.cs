using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Intake;

public class FieldMapParserTests
{
    private static (FieldMap Map, List<CellIssue> Issues) Parse(string text)
    {
        var issues = new List<CellIssue>();
        return (FieldMapParser.Parse(text, issues.Add), issues);
    }

    private static string Show(FieldPath path) => string.Concat(path.Steps.Select(s => s switch
    {
        PathStep.Key key => $"<{key.Name}>",
        PathStep.Index index => $"#{index.At}",
        PathStep.First first => $"({Show(first.SubPath)}={first.Value})",
        _ => "!",
    }));

    [Theory]
    [InlineData("email", "<email>")]
    [InlineData("a.b[0].c", "<a><b>#0<c>")]
    [InlineData("a[\"1.3\"]", "<a><1.3>")]
    [InlineData("[\"1.3\"]", "<1.3>")]
    [InlineData("2", "<2>")]
    [InlineData("answers[field.ref=email].email", "<answers>(<field><ref>=email)<email>")]
    [InlineData("data[name=\"a;b|c\"].value", "<data>(<name>=a;b|c)<value>")]
    [InlineData("field_data[name=how_many_seats?].values", "<field_data>(<name>=how_many_seats?)<values>")]
    [InlineData("fields[email][value]", "<fields><email><value>")]
    [InlineData("rawRequest:json.q3_email", "<rawRequest>!<q3_email>")]
    [InlineData("rawRequest:json[0]", "<rawRequest>!#0")]
    [InlineData("Page URL", "<Page URL>")]
    public void Paths(string text, string steps) => Assert.Equal(steps, Show(FieldMapParser.Path(text)!));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("a[")]
    [InlineData("a[]")]
    [InlineData("a]b")]
    [InlineData("a:xml")]
    [InlineData(":json")]
    [InlineData("a[0]b")]
    [InlineData("a[[[[[[1]]]]]]")]
    public void What_is_no_path(string text) => Assert.Null(FieldMapParser.Path(text));

    [Fact]
    public void Fields_joins_and_fallbacks()
    {
        var (map, issues) = Parse("email = mail | e_mail; full_name=first + last\nTeam Size=size");
        Assert.Empty(issues);
        Assert.Equal(["Email", "FullName", "Team Size"], map.Fields.Select(f => f.Attribute));
        Assert.Equal(["<mail>", "<e_mail>"], map.Fields[0].Value.Alternatives.Select(a => Show(Assert.Single(a))));
        Assert.Equal(["<first>", "<last>"], Assert.Single(map.Fields[1].Value.Alternatives).Select(Show));
    }

    [Theory]
    [InlineData("email")]
    [InlineData("Email=")]
    [InlineData("Email=a..b")]
    [InlineData("Email=a; email=b")]
    public void A_map_that_cannot_be_read_is_reported(string text) => Assert.Single(Parse(text).Issues);

    [Fact]
    public void Parsing_never_throws() =>
        Gen.String[Gen.Char["ab.[]\"=;|+:json0 \n"], 0, 60].Sample(text => Parse(text).Map.Fields.Count >= 0, iter: 50_000);
}
