using LeadRouter.Domain.Intake;

namespace LeadRouter.Domain.Tests.Intake;

public sealed class CleaningTests
{
    [Theory]
    [InlineData(" Eva.Ruiz@ACME.Example ", "eva.ruiz@acme.example", "business")]
    [InlineData("<eva@acme.example>", "eva@acme.example", "business")]
    [InlineData("mailto:eva@acme.example", "eva@acme.example", "business")]
    [InlineData("eva+spring@gmail.com", "eva+spring@gmail.com", "free")]
    [InlineData("info@acme.example", "info@acme.example", "role")]
    [InlineData("eva@müller.example", "eva@xn--mller-kva.example", "business")]
    [InlineData("eva@acme.example.", "eva@acme.example", "business")]
    public void An_email_address_is_canonical(string written, string address, string kind) =>
        Assert.Equal((address, kind), EmailAddress.Parse(written) is { } email ? (email.Address, email.Kind) : default);

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("eva")]
    [InlineData("eva@")]
    [InlineData("@acme.example")]
    [InlineData("eva@acme")]
    [InlineData("eva@@acme.example")]
    [InlineData("eva ruiz@acme.example")]
    [InlineData(".eva@acme.example")]
    [InlineData("eva..ruiz@acme.example")]
    [InlineData("eva@acme..example")]
    [InlineData("eva@-acme.example")]
    [InlineData("eva@127.0.0.1")]
    [InlineData("eva@acme.example\r\nBcc: all@acme.example")]
    [InlineData("eva@\ud800.example")]
    public void What_no_server_could_deliver_to_is_no_address(string written) => Assert.Null(EmailAddress.Parse(written));

    [Theory]
    [InlineData("+34 600 11 22 33", null, "+34600112233")]
    [InlineData("600 112 233", "ES", "+34600112233")]
    [InlineData("0034 600112233", "ES", "+34600112233")]
    [InlineData("(030) 1234567", "DE", "+49301234567")]
    [InlineData("55 1234 5678", "MX", "+525512345678")]
    [InlineData("tel:+1-212-555-0123", null, "+12125550123")]
    [InlineData("600112233", null, null)]
    [InlineData("12", "ES", null)]
    [InlineData("call me", "ES", null)]
    [InlineData("600112233", "XX", null)]
    [InlineData("+34 600 11 22 33 +34 600 11 22 33 +34 600 11 22 33", "ES", null)]
    public void A_phone_number_is_e164_or_nothing(string written, string? region, string? phone) => Assert.Equal(phone, PhoneNumber.Parse(written, region));

    [Theory]
    [InlineData("ES", "es", "ESP", "Spain", "España", "espana", "Spanien")]
    [InlineData("DE", "Germany", "Alemania", "Deutschland", "DEU")]
    [InlineData("US", "USA", "United States", "Estados Unidos", "Vereinigte Staaten", "EE. UU.")]
    [InlineData("GB", "UK", "United Kingdom", "Reino Unido", "England")]
    [InlineData("MX", "Mexico", "México", "Mexiko")]
    [InlineData(null, "", "Atlantis", "??", "12")]
    public void A_country_is_known_in_three_languages(string? code, params string[] names) =>
        Assert.All(names, name => Assert.Equal((name, code), (name, Countries.Parse(name))));

    [Fact]
    public void A_lead_is_cleaned_and_its_gaps_are_named()
    {
        var clean = Clean(("email_address", "EVA@Acme.example"), ("First Name", " Eva "), ("last_name", "Ruiz"), ("phone", "12"), ("country", "España"), ("_next", "https://x"));
        Assert.Equal(
            ("eva@acme.example", "acme.example", "Eva Ruiz", "ES", "12", null),
            (clean.Attributes["Email"], clean.Attributes["EmailDomain"], clean.Attributes["FullName"], clean.Attributes["Country"], clean.Attributes["PhoneAsWritten"], clean.Attributes["_next"]));
        Assert.Equal(["phone.unreadable", "company.missing", "message.missing"], clean.Gaps);
        Assert.Equal(("50", true), (clean.Attributes["Completeness"], clean.CanBeReached));
    }

    [Theory]
    [InlineData("Nombre", "Apellidos", "Correo electrónico", "Teléfono", "País")]
    [InlineData("your-name", "Surname", "Work email", "tel", "country")]
    public void Forms_may_use_the_usual_words(string first, string last, string email, string phone, string country)
    {
        var lead = Clean((first, "Lola"), (last, "García"), (email, "lola@acme.example"), (phone, "600 112 233"), (country, "España"), ("mobile", "1")).Attributes;
        Assert.Equal(
            ("Lola García", "Lola", "García", "lola@acme.example", "+34600112233", "ES", "1"),
            (lead["FullName"], lead["FirstName"], lead["LastName"], lead["Email"], lead["Phone"], lead["Country"], lead["mobile"]));
    }

    [Fact]
    public void Without_address_and_number_nobody_can_be_reached() => Assert.False(Clean(("email", "nobody"), ("name", "Eva")).CanBeReached);

    [Fact]
    public void Control_characters_broken_characters_and_endless_texts_are_mended()
    {
        var clean = Clean(("message", "a\0b\ud800c\r\nd"), ("company", new string('x', 10_000)));
        Assert.Equal("a b\ufffdc \nd", clean.Attributes["Message"]);
        Assert.Equal(Cleaning.MaxText, clean.Attributes["Company"]!.Length);
    }

    private static CleanLead Clean(params (string Name, string Value)[] fields) => Cleaning.Clean(
        new FormFields([.. fields.Select(f => KeyValuePair.Create<string, IReadOnlyList<string>>(f.Name, [f.Value]))]), "web", null);
}
