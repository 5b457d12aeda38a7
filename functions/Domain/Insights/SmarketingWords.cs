using System.Globalization;

namespace LeadRouter.Domain.Insights;

/// <summary>The digest in words: what its template shows.</summary>
public static class SmarketingWords
{
    private static readonly Dictionary<string, (string En, string Es)> Names = new()
    {
        ["received"] = ("Submissions", "Envíos"),
        ["leads"] = ("Leads", "Leads"),
        ["mqlShare"] = ("Marketing-qualified share", "Proporción cualificada por marketing"),
        ["acceptedShare"] = ("Offers accepted", "Ofertas aceptadas"),
        ["contactedShare"] = ("Accepted leads contacted", "Leads aceptados y contactados"),
        ["acceptKeptShare"] = ("Accepted in time", "Aceptados a tiempo"),
        ["contactKeptShare"] = ("Contacted in time", "Contactados a tiempo"),
        ["leakedShare"] = ("Leads that leaked", "Leads perdidos por el camino"),
        ["duplicateShare"] = ("Repeat enquiries", "Consultas repetidas"),
        ["quarantinedShare"] = ("Submissions in quarantine", "Envíos en cuarentena"),
        ["acceptedP50"] = ("Median minutes to an accept", "Mediana de minutos hasta aceptar"),
        ["firstTouchP50"] = ("Median minutes to the first contact", "Mediana de minutos hasta el primer contacto"),
    };

    public static Dictionary<string, object?> Of(Smarketing digest, IReadOnlyList<SourceFigure> alarms, DateOnly monday, Func<string, string> nameOfRep, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language == "es" ? "es-ES" : "en-GB");
        return new Dictionary<string, object?>
        {
            ["from"] = monday.ToString(language == "es" ? "d 'de' MMMM" : "d MMMM", culture),
            ["to"] = monday.AddDays(6).ToString(language == "es" ? "d 'de' MMMM 'de' yyyy" : "d MMMM yyyy", culture),
            ["moved"] = digest.Moved.Select(m => Row(("name", NameOf(m.Name, language)), ("now", Number(m.Now, m.IsShare)), ("before", Number(m.Before, m.IsShare)))).ToList(),
            ["sources"] = digest.Sources.Select(s => Row(("source", s.Source), ("wasted", Number(s.Wasted, false)), ("received", Number(s.Received, false)))).ToList(),
            ["reps"] = digest.Reps.Select(r => Row(("rep", nameOfRep(r.Rep)), ("kept", Number(r.Kept, false)), ("promised", Number(r.Promised, false)))).ToList(),
            ["alarms"] = alarms.Select(a => Row(
                ("source", a.Source), ("figure", FigureOf(a.Figure, language)), ("value", Number(a.Value, a.Figure == "waste")), ("usual", Number(a.Usual, a.Figure == "waste")))).ToList(),
        };

        string Number(double value, bool isShare) => isShare ? value.ToString(value is > 0 and < 0.1 ? "P1" : "P0", culture) : value.ToString("#,0.#", culture);
    }

    public static string NameOf(string figure, string language) => language == "es" ? Names[figure].Es : Names[figure].En;

    private static string FigureOf(string figure, string language) => (figure, language == "es") switch
    {
        ("volume", true) => "volumen",
        ("waste", true) => "desperdicio",
        ("speed", true) => "minutos hasta aceptar",
        ("speed", false) => "minutes to an accept",
        _ => figure,
    };

    private static Dictionary<string, object?> Row(params ReadOnlySpan<(string Name, string Text)> cells)
    {
        var row = new Dictionary<string, object?>();
        foreach (var (name, text) in cells) row[name] = text;
        return row;
    }
}
