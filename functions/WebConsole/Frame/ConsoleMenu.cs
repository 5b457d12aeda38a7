namespace LeadRouter.WebConsole.Frame;

/// <summary>The pages of the menu, in its order.</summary>
/// <param name="HasMailbox">Only the local host has one.</param>
public sealed record ConsoleMenu(bool HasMailbox)
{
    public static readonly IReadOnlyList<MenuEntry> Pages =
    [
        new("/console", "Today", "Hoy"),
        new("/console/leads", "Leads", "Leads"),
        new("/console/rules", "Rules", "Reglas"),
        new("/console/preview", "Preview", "Prueba"),
        new("/console/pools", "Pools and reps", "Grupos y comerciales"),
        new("/console/outreach", "Outreach", "Comunicación"),
        new("/console/sources", "Sources", "Fuentes"),
        new("/console/insights", "Insights", "Análisis"),
        new("/console/quarantine", "Quarantine", "Cuarentena"),
        new("/console/jobs", "Work", "Trabajos"),
    ];
}

public sealed record MenuEntry(string Address, string English, string Spanish);
