using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.WebConsole.Frame;

namespace LeadRouter.WebConsole.Insights;

/// <summary>Figures as people read them.</summary>
public static class FigureWords
{
    /// <summary>Shares in percent, money and minutes as numbers, counts by name as a list.</summary>
    public static string Figure(this Viewer viewer, string name, object? value) => value switch
    {
        null => "–",
        long count => viewer.Number(count, "#,0"),
        double share when IsShare(name) => viewer.Number((decimal)share * 100, "0.#") + " %",
        double number => viewer.Number((decimal)number, "#,0.#"),
        decimal money => viewer.Number(money, "#,0.00"),
        IEnumerable<KeyValuePair<string, long>> counts => string.Join(", ", counts.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value}")),
        _ => value.ToString() ?? "",
    };

    /// <summary>The name of a figure in words: <c>acceptKeptShareLow</c> is <c>accepts in time, share, at least</c>.</summary>
    public static string Title(this Viewer viewer, string name)
    {
        foreach (var (end, english, spanish) in Ends)
            if (name.Length > end.Length && name.EndsWith(end, StringComparison.Ordinal)) return viewer.Title(name[..^end.Length]) + ", " + viewer.T(english, spanish);
        return Names.TryGetValue(name, out var words) ? viewer.T(words.English, words.Spanish) : name;
    }

    public static string Report(this Viewer viewer, Report report) => report.Name switch
    {
        "funnel" => viewer.T("funnel", "embudo"),
        "speed" => viewer.T("speed", "rapidez"),
        "sla" => "SLA",
        "leakage" => viewer.T("leakage", "fugas"),
        "quality" => viewer.T("quality", "calidad"),
        "cost" => viewer.T("cost", "coste"),
        _ => report.Name,
    };

    public static string By(this Viewer viewer, GroupBy by) => by switch
    {
        GroupBy.All => viewer.T("all together", "todo junto"),
        GroupBy.Day => viewer.T("day", "día"),
        GroupBy.Week => viewer.T("week", "semana"),
        GroupBy.Source => viewer.T("source", "fuente"),
        GroupBy.Campaign => viewer.T("campaign", "campaña"),
        GroupBy.Pool => viewer.T("pool", "grupo"),
        GroupBy.Rep => viewer.T("rep", "comercial"),
        _ => viewer.T("band", "banda"),
    };

    /// <summary>The group of a row: a rep by his name, others by their keys.</summary>
    public static string Group(this Viewer viewer, string key, GroupBy by, LiveConfig live) => key switch
    {
        "" => "–",
        Contribution.None => viewer.T("none", "ninguno"),
        DaySheet.More => viewer.T("others", "otros"),
        _ => by == GroupBy.Rep && live.Reps.TryGetValue(new RepId(key), out var rep) ? rep.Name : key,
    };

    /// <summary>What of a source left its usual range.</summary>
    public static string Anomaly(this Viewer viewer, SourceFigure figure) => figure.Figure switch
    {
        "volume" => viewer.T("submissions a day", "envíos al día"),
        "waste" => viewer.T("share of unusable submissions", "proporción de envíos inservibles"),
        "speed" => viewer.T("minutes to an accept", "minutos hasta la aceptación"),
        _ => figure.Figure,
    };

    // The longest first, so that what is left is a name.
    private static readonly (string End, string English, string Spanish)[] Ends =
    [
        ("BusinessP50", "median in working minutes", "mediana en minutos de trabajo"),
        ("BusinessP90", "9 of 10 within working minutes", "9 de cada 10, en minutos de trabajo"),
        ("P50", "median in minutes", "mediana en minutos"),
        ("P90", "9 of 10 within minutes", "9 de cada 10, en minutos"),
        ("Low", "at least", "como mínimo"),
        ("High", "at most", "como máximo"),
        ("Share", "share", "proporción"),
        ("In4Weeks", "within 4 weeks", "en 4 semanas"),
        ("In12Weeks", "within 12 weeks", "en 12 semanas"),
    ];

    private static readonly Dictionary<string, (string English, string Spanish)> Names = new()
    {
        ["received"] = ("received", "recibidos"),
        ["linked"] = ("known already", "ya conocidos"),
        ["leads"] = ("leads", "leads"),
        ["scored"] = ("scored", "puntuados"),
        ["mql"] = ("marketing qualified", "cualificados por marketing"),
        ["offered"] = ("offered", "ofrecidos"),
        ["accepted"] = ("accepted", "aceptados"),
        ["contacted"] = ("contacted", "contactados"),
        ["qualified"] = ("qualified", "cualificados"),
        ["won"] = ("won", "ganados"),
        ["assigned"] = ("assigned", "asignados"),
        ["firstTouch"] = ("first contact", "primer contacto"),
        ["offers"] = ("offers", "ofertas"),
        ["acceptKept"] = ("accepts in time", "aceptaciones a tiempo"),
        ["acceptBroken"] = ("deadlines to accept missed", "plazos de aceptación vencidos"),
        ["contactKept"] = ("contacts in time", "contactos a tiempo"),
        ["contactBroken"] = ("deadlines to contact missed", "plazos de contacto vencidos"),
        ["qualifyKept"] = ("qualified in time", "cualificados a tiempo"),
        ["qualifyBroken"] = ("deadlines to qualify missed", "plazos de cualificación vencidos"),
        ["breached"] = ("a deadline passed", "con plazo vencido"),
        ["expired"] = ("expired", "caducados"),
        ["housed"] = ("were in the house queue", "pasaron por la cola de la casa"),
        ["inHouse"] = ("are in the house queue", "están en la cola de la casa"),
        ["houseMinutes"] = ("minutes in the house queue", "minutos en la cola de la casa"),
        ["rejected"] = ("rejected", "rechazados"),
        ["neverContacted"] = ("never contacted", "nunca contactados"),
        ["leaked"] = ("leaked", "perdidos por el camino"),
        ["quarantined"] = ("in quarantine", "en cuarentena"),
        ["discarded"] = ("discarded", "desechados"),
        ["inProgress"] = ("in progress", "en curso"),
        ["lost"] = ("lost", "perdidos"),
        ["disqualified"] = ("disqualified", "descartados"),
        ["duplicate"] = ("duplicates", "duplicados"),
        ["completeness"] = ("completeness, %", "integridad, %"),
        ["good"] = ("rated good", "valorados como buenos"),
        ["bad"] = ("rated bad", "valorados como malos"),
        ["rejections"] = ("why rejected", "por qué se rechazaron"),
        ["enquiries"] = ("enquiries", "consultas"),
        ["priced"] = ("with a price", "con precio"),
        ["spend"] = ("spend", "gasto"),
        ["perAccepted"] = ("cost of one accepted", "coste por aceptado"),
        ["perQualified"] = ("cost of one qualified", "coste por cualificado"),
        ["perWon"] = ("cost of one won", "coste por ganado"),
        ["leakedSpend"] = ("spend on leaked leads", "gasto en leads perdidos por el camino"),
    };

    // Whatever is told in weeks is a share of the cohort, but for its size.
    private static bool IsShare(string name) => name.Contains("Share", StringComparison.Ordinal) || name.EndsWith("Weeks", StringComparison.Ordinal);
}
