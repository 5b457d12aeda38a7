using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Tests.Leads;

/// <summary>Names of form fields in any spelling, and in any characters that somebody sends.</summary>
public sealed class AttributeNameTests
{
    [Theory]
    [InlineData("first_name", "FirstName")]
    [InlineData("First Name", "FirstName")]
    [InlineData("firstName", "FirstName")]
    [InlineData("E-Mail", "Email")]
    public void Any_spelling_is_one_attribute(string sent, string name) => Assert.Equal(name, AttributeNames.Canonical(sent));

    [Fact]
    public void Accents_do_not_matter() => Assert.Equal("codigopostal", AttributeNames.Fold("Código_Postal"));

    [Theory]
    [InlineData("a\uFFFEb")]
    [InlineData("a\uFFFFb")]
    [InlineData("a\uD800b")]
    [InlineData("\uDC00")]
    [InlineData("\0é")]
    public void What_is_no_text_is_still_a_name(string sent) => Assert.NotEmpty(AttributeNames.Fold(sent));

    [Fact]
    public void No_character_breaks_a_name()
    {
        for (var c = 0; c <= char.MaxValue; c++) Assert.NotEmpty(AttributeNames.Fold($"é{(char)c}x"));
    }
}
