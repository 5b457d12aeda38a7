using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Tests.Intake;

/// <summary>Cleaning by the lists that come with the program: domains, names, languages, and what follows from them.</summary>
public sealed class CleaningDataTests
{
    [Theory]
    [InlineData("acme.com", "acme.com")]
    [InlineData("mail.eu.acme.co.uk", "acme.co.uk")]
    [InlineData("acme.com.mx", "acme.com.mx")]
    [InlineData("a.b.example", "b.example")]
    [InlineData("acme.github.io", "acme.github.io")]
    [InlineData("www.ck", "www.ck")]
    [InlineData("a.b.ck", "a.b.ck")]
    [InlineData("shop.city.kawasaki.jp", "city.kawasaki.jp")]
    [InlineData("co.uk", null)]
    [InlineData("com", null)]
    [InlineData("xn--mller-kva.de", "xn--mller-kva.de")]
    public void A_host_belongs_to_a_registered_domain(string host, string? registered) => Assert.Equal(registered, RegistrableDomain.Of(host));

    [Theory]
    [InlineData("eva@acme.example", "business")]
    [InlineData("eva@gmail.com", "free")]
    [InlineData("eva@web.de", "free")]
    [InlineData("info@gmail.com", "free")]
    [InlineData("eva@mailinator.com", "disposable")]
    [InlineData("eva@deep.mailinator.com", "disposable")]
    [InlineData("ventas@acme.example", "role")]
    [InlineData("info+web@acme.example", "role")]
    public void An_address_is_of_a_kind(string address, string kind) => Assert.Equal(kind, EmailAddress.Parse(address)!.Kind);

    [Theory]
    [InlineData("EVA RUIZ", "Eva Ruiz")]
    [InlineData("eva maría de la fuente", "Eva María de la Fuente")]
    [InlineData("  Eva \t Ruiz ", "Eva Ruiz")]
    [InlineData("jean-luc o'neil", "Jean-Luc O'Neil")]
    [InlineData("Ronald McDonald", "Ronald McDonald")]
    [InlineData("<b>Eva</b> Ruiz", "Eva Ruiz")]
    [InlineData("李雷", "李雷")]
    [InlineData("<", "<")]
    public void A_name_is_written_as_people_write_it(string written, string name) => Assert.Equal(name, Names.Person(written));

    [Theory]
    [InlineData("Acme gmbh", "Acme GmbH")]
    [InlineData("Acme, s.l.", "Acme S.L.")]
    [InlineData("Acme S.A. de C.V.", "Acme S.A. de C.V.")]
    [InlineData("Acme GmbH & Co KG", "Acme GmbH & Co. KG")]
    [InlineData("Acme   Incorporated", "Acme Inc.")]
    [InlineData("Salsa", "Salsa")]
    [InlineData("Spa", "Spa")]
    [InlineData("VanArsdel", "VanArsdel")]
    [InlineData("Northwind Traders", "Northwind Traders")]
    public void A_companys_legal_form_has_its_usual_spelling(string written, string company) => Assert.Equal(company, Names.Company(written));

    [Theory]
    [InlineData("es", "es")]
    [InlineData("es-MX", "es")]
    [InlineData("Español", "es")]
    [InlineData("castellano", "es")]
    [InlineData("Deutsch", "de")]
    [InlineData("German", "de")]
    [InlineData("deu", "de")]
    [InlineData("pt_BR", "pt")]
    [InlineData("Klingon", null)]
    public void A_language_is_a_code(string written, string? code) => Assert.Equal(code, Languages.Parse(written));

    [Theory]
    [InlineData("Phone=+34600112233", "ES", null)]
    [InlineData("EmailDomain=acme.de", "DE", null)]
    [InlineData("EmailDomain=acme.co.uk", "GB", "Europe/London")]
    [InlineData("EmailDomain=acme.io", null, null)]
    [InlineData("EmailDomain=acme.com", null, null)]
    [InlineData("Country=FR", "FR", "Europe/Paris")]
    [InlineData("Phone=+393200112233", "IT", "Europe/Rome")]
    public void A_lead_itself_tells_its_country_and_zone(string known, string? country, string? zone)
    {
        var lead = KnownFacts.AddTo(LeadAttributes.Empty.With(known.Split('=')[0], known.Split('=')[1]));
        Assert.Equal((country, zone), (lead["Country"], lead["TimeZone"]));
        Assert.Equal(zone is not null || (country is not null && known[0] != 'C'), lead.Values(KnownFacts.Enriched).Count > 0);
    }

    [Fact]
    public void What_is_wrong_lowers_the_score_and_is_named()
    {
        var fields = new FormFields([.. new[] { ("email", "eva@mailinator.com"), ("name", "EVA RUIZ"), ("company", "Acme gmbh"), ("language", "Klingon"), ("website", "https://www.acme.co.uk/de"), ("country", "ES"), ("message", "x"), ("phone", "+34600112233") }
            .Select(f => KeyValuePair.Create<string, IReadOnlyList<string>>(f.Item1, [f.Item2]))]);
        var clean = Cleaning.Clean(fields, "web", null, "es");
        Assert.Equal(["email.disposable", "language.unreadable"], clean.Gaps);
        Assert.Equal(("83", "es", "acme.co.uk", "Acme GmbH", "Eva Ruiz"), (clean.Attributes["Completeness"], clean.Attributes["Language"], clean.Attributes["WebsiteDomain"], clean.Attributes["Company"], clean.Attributes["FullName"]));
    }

    [Theory]
    [InlineData("gmail.com=dots,plus; outlook.com=plus", true)]
    [InlineData("", true)]
    [InlineData("gmail.com", false)]
    [InlineData("gmail.com=spaces", false)]
    public void Rules_of_mailboxes_are_read_or_refused(string text, bool good) => Assert.Equal(good, MailboxRules.Parse(text) is not null);

    [Fact]
    public void A_canonical_mailbox_is_canonical_again() => Gen.String[Gen.Char["ab.+"], 1, 12].Sample(local =>
    {
        var rules = MailboxRules.Parse("gmail.com=dots,plus; googlemail.com=dots,plus")!;
        var once = rules.Canonical($"{local}@googlemail.com");
        Assert.Equal(once, rules.Canonical(once));
    });
}
