using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Intake;

/// <summary>A cleaned lead and what is missing or wrong in it.</summary>
/// <param name="Attributes">Canonical: addresses in lower case, phones in E.164, countries as ISO codes.</param>
/// <param name="Gaps">Stable codes such as <c>phone.unreadable</c>.</param>
public sealed record CleanLead(LeadAttributes Attributes, IReadOnlyList<string> Gaps)
{
    /// <summary>Nobody could answer a lead without a way to reach the person.</summary>
    public bool CanBeReached => Attributes["Email"] is not null || Attributes["Phone"] is not null;
}

/// <summary>From the fields of a form to the attributes of a lead.</summary>
public static class Cleaning
{
    /// <summary>Longest text kept of one field, in characters.</summary>
    public const int MaxText = 4000;

    /// <summary>Longest name kept of a field.</summary>
    public const int MaxName = 200;

    /// <summary>
    /// Characters kept of all fields together, so that the record fits a row of a table however its characters have to be written.
    /// The raw submission keeps everything.
    /// </summary>
    public const int MaxTotal = 64 * 1024;

    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 0x80).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\n' or '\t'))]);

    private static readonly string[] Wanted = ["Email", "Phone", "FullName", "Company", "Country", "Message"];

    /// <param name="fields">As the form sent them.</param>
    /// <param name="source">The route's slug.</param>
    /// <param name="defaultRegion">ISO code that a national phone number is read in; null when the source has none.</param>
    /// <param name="defaultLanguage">Of the source, for a form that does not say which it is written in.</param>
    public static CleanLead Clean(FormFields fields, string source, string? defaultRegion, string? defaultLanguage = null)
    {
        var gaps = new List<string>();
        var lead = LeadAttributes.DraftOf(Bounded([.. fields.All.Where(f => !IsOfTheForm(f.Key)).Select(Bounded)], gaps));
        Rename(lead);
        lead.Set("Source", source);
        CleanEmail(lead, gaps);
        CleanCountry(lead, gaps);
        CleanPhone(lead, defaultRegion, gaps);
        CleanName(lead);
        CleanCompany(lead);
        CleanLanguage(lead, defaultLanguage, gaps);
        var missing = Wanted.Where(name => lead[name] is null).ToList();
        gaps.AddRange(missing.Select(name => $"{char.ToLowerInvariant(name[0])}{name[1..]}.missing").Where(code => !gaps.Contains(code.Replace("missing", "unreadable", StringComparison.Ordinal))));
        // An address that will be gone tomorrow is as good as none.
        var lacking = missing.Count + (lead["EmailKind"] == "disposable" ? 1 : 0);
        var completeness = 100 * (Wanted.Length - lacking) / Wanted.Length;
        lead.Set("Completeness", completeness.ToString(CultureInfo.InvariantCulture));
        return new CleanLead(lead.Done(), gaps);
    }

    // `_gotcha`, `_next` and their kin speak to the form's back end, not of the lead.
    private static bool IsOfTheForm(string name) => name.StartsWith('_');

    private static KeyValuePair<string, IReadOnlyList<string>> Bounded(KeyValuePair<string, IReadOnlyList<string>> field) =>
        KeyValuePair.Create(Text(field.Key, MaxName), Texts(field.Value));

    /// <summary>When all of them are too long together, the longest are left out: an address is short.</summary>
    private static IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Bounded(List<KeyValuePair<string, IReadOnlyList<string>>> fields, List<string> gaps)
    {
        var left = MaxTotal - fields.Sum(Length);
        if (left >= 0) return fields;
        gaps.Add("fields.too-long");
        var dropped = fields.OrderByDescending(Length).TakeWhile(f =>
        {
            var isNeeded = left < 0;
            left += Length(f);
            return isNeeded;
        }).Select(f => f.Key).ToHashSet();
        return fields.Where(f => !dropped.Contains(f.Key));
    }

    private static int Length(KeyValuePair<string, IReadOnlyList<string>> field) => field.Key.Length + (field.Value is [var one] ? one.Length : field.Value.Sum(v => v.Length));

    private static IReadOnlyList<string> Texts(IReadOnlyList<string> values)
    {
        // Nearly every field has one text, which is clean already.
        if (values is [var one] && Text(one, MaxText) is { Length: > 0 } text) return ReferenceEquals(text, one) ? values : [text];
        return [.. values.Select(v => Text(v, MaxText)).Where(v => v.Length > 0)];
    }

    /// <summary>Control characters become spaces, broken characters the replacement sign; ends trimmed, length bounded.</summary>
    private static string Text(string value, int most)
    {
        // Nearly every text of a form is clean already, and this runs for each of them.
        if (value.Length <= most && Ascii.IsValid(value) && !value.AsSpan().ContainsAny(ControlCharacters)) return value.Trim();
        var clean = new StringBuilder(Math.Min(value.Length, most));
        foreach (var rune in value.EnumerateRunes())
        {
            if (clean.Length >= most) break;
            if (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')) clean.Append(' ');
            else clean.Append(rune.ToString());
        }
        return clean.ToString().Trim();
    }

    /// <summary>The names that forms use most for the product's attributes; an attribute that is there already stays as it is.</summary>
    private static void Rename(LeadAttributes.Draft lead)
    {
        List<(string Folded, string Name)> renamed = [];
        foreach (var folded in lead.FoldedNames)
            if (Aliases.TryGetValue(folded, out var name)) renamed.Add((folded, name));
        foreach (var (folded, name) in renamed)
        {
            if (lead[name] is not null) continue;
            var values = lead.Values(folded);
            lead.Set(folded, []);
            lead.Set(name, values);
        }
    }

    // In English and Spanish, as attribute names are folded: without accents, blanks and signs.
    private static readonly FrozenDictionary<string, string> Aliases = new (string Name, string Aliases)[]
    {
        ("FullName", "name yourname nombre nombrecompleto nombreyapellidos"), ("FirstName", "givenname"), ("LastName", "surname familyname apellidos apellido"),
        ("Email", "mail emailaddress youremail workemail businessemail correo correoelectronico"),
        ("Phone", "phonenumber telephone tel yourtel yourphone mobile telefono movil"), ("Company", "companyname organization organisation empresa"),
        ("Message", "comments comment yourmessage mensaje comentarios"), ("Country", "pais"), ("Region", "provincia"), ("City", "ciudad"),
        ("PostalCode", "zip postal zipcode codigopostal"), ("Title", "jobtitle cargo"), ("Employees", "empleados"), ("Product", "producto"),
        ("Campaign", "utmcampaign"), ("Medium", "utmmedium"),
    }.SelectMany(a => a.Aliases.Split(' ').Select(alias => KeyValuePair.Create(alias, a.Name))).ToFrozenDictionary();

    private static void CleanEmail(LeadAttributes.Draft lead, List<string> gaps)
    {
        if (lead["Email"] is not { } written) return;
        if (EmailAddress.Parse(written) is not { } email)
        {
            gaps.Add("email.unreadable");
            SetAside(lead, "Email", written);
            return;
        }
        var kind = email.Kind;
        if (kind is "disposable" or "role") gaps.Add($"email.{kind}");
        lead.Set("Email", email.Address);
        lead.Set("EmailDomain", RegistrableDomain.Of(email.Domain) ?? email.Domain);
        lead.Set("EmailKind", kind);
    }

    private static void CleanCountry(LeadAttributes.Draft lead, List<string> gaps)
    {
        if (lead["Country"] is not { } written) return;
        if (Countries.Parse(written) is { } country)
        {
            Replace(lead, "Country", written, country);
            return;
        }
        gaps.Add("country.unreadable");
        SetAside(lead, "Country", written);
    }

    private static void CleanPhone(LeadAttributes.Draft lead, string? defaultRegion, List<string> gaps)
    {
        if (lead["Phone"] is not { } written) return;
        if (PhoneNumber.Parse(written, lead["Country"] ?? defaultRegion) is { } phone)
        {
            Replace(lead, "Phone", written, phone);
            return;
        }
        gaps.Add("phone.unreadable");
        SetAside(lead, "Phone", written);
    }

    private static readonly string[] NamesOfPeople = ["FirstName", "LastName", "FullName"];

    private static void CleanName(LeadAttributes.Draft lead)
    {
        foreach (var name in NamesOfPeople)
            if (lead[name] is { } written) Replace(lead, name, written, Names.Person(written));
        var (full, first, last) = (lead["FullName"], lead["FirstName"], lead["LastName"]);
        if (full is null) lead.Set("FullName", string.Join(' ', new[] { first, last }.OfType<string>()));
        // "Name" and "surname" of a form are the two halves.
        else if (first is null && last is not null && !full.Contains(last, StringComparison.OrdinalIgnoreCase))
        {
            lead.Set("FirstName", full);
            lead.Set("FullName", $"{full} {last}");
        }
    }

    private static void CleanCompany(LeadAttributes.Draft lead)
    {
        if (lead["Company"] is { } company) Replace(lead, "Company", company, Names.Company(company));
        if (lead["Website"] is { } site && DomainOf(site) is { } domain) lead.Set("WebsiteDomain", domain);
    }

    private static string? DomainOf(string site)
    {
        var url = site.Contains("://", StringComparison.Ordinal) ? site : $"https://{site}";
        return Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed is { HostNameType: UriHostNameType.Dns, IdnHost: var host } && host.Contains('.', StringComparison.Ordinal)
            ? RegistrableDomain.Of(host.ToLowerInvariant())
            : null;
    }

    private static void CleanLanguage(LeadAttributes.Draft lead, string? defaultLanguage, List<string> gaps)
    {
        if (lead["Language"] is not { } written)
        {
            if (defaultLanguage is not null) lead.Set("Language", defaultLanguage);
            return;
        }
        if (Languages.Parse(written) is { } language)
        {
            Replace(lead, "Language", written, language);
            return;
        }
        gaps.Add("language.unreadable");
        lead.Set("Language", defaultLanguage);
        lead.Set("LanguageAsWritten", written);
    }

    /// <summary>Nearly always clean as it was sent: then several values of one name stay several.</summary>
    private static void Replace(LeadAttributes.Draft lead, string name, string written, string clean)
    {
        if (clean != written) lead.Set(name, clean);
    }

    private static void SetAside(LeadAttributes.Draft lead, string name, string written)
    {
        lead.Set(name, "");
        lead.Set($"{name}AsWritten", written);
    }
}
