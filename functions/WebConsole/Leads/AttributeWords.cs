using System.Collections.Frozen;
using LeadRouter.Domain.Leads;
using LeadRouter.WebConsole.Frame;

namespace LeadRouter.WebConsole.Leads;

/// <summary>The product's own attributes as people say them. A rule names them as the tables do; what a form calls its own fields stays as it is.</summary>
public static class AttributeWords
{
    /// <summary>The attribute that names those which the form did not send.</summary>
    public const string Enriched = "enriched";

    // What could not be read is kept beside the attribute.
    private const string AsWritten = "AsWritten";

    private static readonly FrozenDictionary<string, (string English, string Spanish)> Words = new Dictionary<string, (string, string)>
    {
        ["Email"] = ("Email", "Correo"),
        ["Phone"] = ("Phone", "Teléfono"),
        ["FirstName"] = ("First name", "Nombre"),
        ["LastName"] = ("Last name", "Apellidos"),
        ["FullName"] = ("Full name", "Nombre completo"),
        ["Company"] = ("Company", "Empresa"),
        ["Country"] = ("Country", "País"),
        ["Region"] = ("Region", "Región"),
        ["City"] = ("City", "Ciudad"),
        ["PostalCode"] = ("Postal code", "Código postal"),
        ["Language"] = ("Language", "Idioma"),
        ["TimeZone"] = ("Time zone", "Zona horaria"),
        ["Title"] = ("Title", "Cargo"),
        ["Employees"] = ("Employees", "Empleados"),
        ["Industry"] = ("Industry", "Sector"),
        ["Website"] = ("Website", "Sitio web"),
        ["Product"] = ("Product", "Producto"),
        ["Message"] = ("Message", "Mensaje"),
        ["Consent"] = ("Consent", "Consentimiento"),
        ["Source"] = ("Source", "Fuente"),
        ["UtmSource"] = ("UTM source", "Fuente UTM"),
        ["Campaign"] = ("Campaign", "Campaña"),
        ["Medium"] = ("Medium", "Medio"),
        ["EmailDomain"] = ("Email domain", "Dominio del correo"),
        ["EmailKind"] = ("Kind of email", "Tipo de correo"),
        ["Completeness"] = ("Completeness", "Integridad"),
        ["Touches"] = ("Touches", "Contactos repetidos"),
        ["ExternalId"] = ("External id", "Id externo"),
        ["Score"] = ("Score", "Puntuación"),
        ["Band"] = ("Band", "Banda"),
        [Enriched] = ("Known from elsewhere", "Sabido por otra vía"),
    }.ToFrozenDictionary();

    public static string Attribute(this Viewer viewer, string name)
    {
        if (Words.TryGetValue(AttributeNames.Canonical(name), out var words)) return viewer.T(words.English, words.Spanish);
        if (!name.EndsWith(AsWritten, StringComparison.Ordinal)) return name;
        var read = viewer.Attribute(name[..^AsWritten.Length]);
        return viewer.T($"{read} as written", $"{read} tal como se escribió");
    }
}
