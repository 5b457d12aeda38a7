using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Intake;

/// <summary>
/// What is missing or wrong in a submission, in words. It is stored as a stable code, mostly with a sentence behind it:
/// <c>source.unknown: there is no source fair</c>.
/// </summary>
public static class SubmissionWords
{
    private static readonly Dictionary<string, (string English, string Spanish)> Gaps = new()
    {
        ["email.missing"] = ("no email address", "sin dirección de correo"),
        ["email.unreadable"] = ("the email address cannot be read", "la dirección de correo no se entiende"),
        ["email.disposable"] = ("a throw-away email address", "una dirección de correo de usar y tirar"),
        ["email.role"] = ("the email address of a team, not of a person", "la dirección de correo de un equipo, no de una persona"),
        ["phone.missing"] = ("no phone number", "sin teléfono"),
        ["phone.unreadable"] = ("the phone number cannot be read", "el teléfono no se entiende"),
        ["country.missing"] = ("no country", "sin país"),
        ["country.unreadable"] = ("the country cannot be read", "el país no se entiende"),
        ["language.unreadable"] = ("the language cannot be read", "el idioma no se entiende"),
        ["fullName.missing"] = ("no name", "sin nombre"),
        ["company.missing"] = ("no company", "sin empresa"),
        ["message.missing"] = ("no message", "sin mensaje"),
        ["fields.too-long"] = ("a field was longer than is kept", "un campo era más largo de lo que se guarda"),
    };

    private static readonly Twin[] Details =
    [
        new("there is no source {source}", "no existe la fuente {source}"),
        new("source {source} is switched off", "la fuente {source} está desactivada"),
        new("neither a usable email address nor a phone number", "ni una dirección de correo utilizable ni un teléfono"),
        new("{origin} is not one of the source's origins", "{origin} no es uno de los orígenes de la fuente"),
        new("{field}, which no person sees, was filled in", "{field}, que ninguna persona ve, venía relleno"),
        new("filled in within {number} ms", "rellenado en {number} ms"),
        new("the lead stands with its provider, and there is no token to fetch it with", "el lead está en su proveedor y no hay token con el que leerlo"),
        new("there is no token to fetch the lead with", "no hay token con el que leer el lead"),
        new("the provider's answer is no form", "la respuesta del proveedor no es un formulario"),
        new("the provider answered {status}", "el proveedor respondió {status}"),
        new("the setting {setting} is missing", "falta el ajuste {setting}"),
        new("{number} leads in one delivery; at most {most} are read", "{number} leads en un envío; se leen {most} como mucho"),
        new("{number} fields; at most {most} are read", "{number} campos; se leen {most} como mucho"),
        new("The body holds no submission", "El cuerpo no contiene ningún envío"),
        new("The body is of no form", "El cuerpo no es de ningún formulario"),
        new("The body is not UTF-8", "El cuerpo no es UTF-8"),
        new("The body is not valid JSON (line {line}, byte {byte})", "El cuerpo no es JSON válido (línea {line}, byte {byte})"),
        new("The body is not valid JSON", "El cuerpo no es JSON válido"),
        new("The body is not a JSON object", "El cuerpo no es un objeto JSON"),
        new("The body is an array of {number} elements; 1 to {most} are read", "El cuerpo es una lista de {number} elementos; se leen de 1 a {most}"),
        new("The Content-Type names no boundary", "El Content-Type no nombra ningún separador"),
        new("The body does not hold the boundary that the Content-Type names", "El cuerpo no contiene el separador que nombra el Content-Type"),
        new("More than {most} parts", "Más de {most} partes"),
        new("The last part does not end", "La última parte no termina"),
        new("A part has no end of its headers", "Las cabeceras de una parte no terminan"),
        new("The headers of a part are not UTF-8", "Las cabeceras de una parte no son UTF-8"),
        new("A field is not UTF-8", "Un campo no es UTF-8"),
        new("An element of the array is not a JSON object", "Un elemento de la lista no es un objeto JSON"),
    ];

    /// <summary>The stable code of a problem.</summary>
    public static string CodeOf(string problem) => problem.Split(':')[0];

    public static string English(string problem) => Gaps.TryGetValue(problem, out var gap) ? gap.English : DetailOf(problem);

    /// <summary>What is not ours, such as the answer of a provider, stays as it came.</summary>
    public static string Spanish(string problem) =>
        Gaps.TryGetValue(problem, out var gap) ? gap.Spanish : Twin.Of(Details, DetailOf(problem), (_, value) => value) ?? DetailOf(problem);

    private static string DetailOf(string problem) => problem.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var at ? problem[(at + 2)..] : problem;
}
