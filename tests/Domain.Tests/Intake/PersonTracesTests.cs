using LeadRouter.Domain.Intake;

namespace LeadRouter.Domain.Tests.Intake;

/// <summary>What of a person an erasure finds in bodies that nobody could read.</summary>
public sealed class PersonTracesTests
{
    private readonly PersonTraces traces = new(["eva@acme.example"], ["+34611999888", "+6591234567"], address => address == "eva.two@acme.example", number => number == "+442079460018");

    [Theory]
    [InlineData("""{"email":"eva@acme.example","cut":""")]
    [InlineData("write to <Eva@ACME.example>, please")]
    [InlineData("n=1&mail=eva%40acme.example")]
    [InlineData("mailto:eva.two@acme.example")]
    public void His_address_is_found_in_any_writing(string text) => Assert.True(traces.AddressIn(text));

    [Theory]
    [InlineData("eva@acme.example.org")]
    [InlineData("yeva@acme.example and evaacme.example")]
    [InlineData("")]
    public void Anothers_address_is_not(string text) => Assert.False(traces.AddressIn(text));

    [Fact]
    public void An_address_is_found_however_much_stands_before_it() => Assert.True(traces.AddressIn(string.Concat(Enumerable.Repeat("a,", 100_000)) + "eva@acme.example"));

    [Theory]
    [InlineData("+34611999888")]
    [InlineData("""{"tel":"611 999 888","cut":""")]
    [InlineData("call 0034 (611) 999-888!")]
    [InlineData("tel=%2B34+611+999+888&n=1")]
    [InlineData("9123 4567")]
    [InlineData("+44 20 7946 0018")]
    public void His_number_is_found_in_any_writing(string text) => Assert.True(traces.NumberIn(text));

    [Theory]
    [InlineData("+34 611 999 887")]
    [InlineData("1772445667000")]
    [InlineData("999888")]
    public void Anothers_number_is_not(string text) => Assert.False(traces.NumberIn(text));
}
