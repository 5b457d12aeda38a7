using System.Globalization;
using LeadRouter.Adapters.Http;

namespace LeadRouter.WebConsole.Frame;

/// <summary>Who looks at a page, and how: role, language, the token that his forms carry, the instant the page was made.</summary>
/// <param name="Role">Null before the sign-in.</param>
/// <param name="Flash">What the last press of a button brought about, shown once.</param>
/// <param name="Address">Path and query of the page.</param>
public sealed record Viewer(Access? Role, string Language, string FormToken, DateTimeOffset Now, string Address, Flash? Flash = null)
{
    public bool CanEdit => Role == Access.Editor;

    /// <summary>The text in the viewer's language. Both stand side by side, so that neither can be missing.</summary>
    public string T(string english, string spanish) => Language == "es" ? spanish : english;

    /// <summary>An instant as <c>2026-03-02 09:00</c>, UTC.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>How long ago or how far ahead, coarsely: <c>in 25 min</c>, <c>hace 2 h</c>.</summary>
    public string Away(DateTimeOffset at)
    {
        var span = at - Now;
        var size = span.Duration();
        var text = size.TotalMinutes < 1 ? T("under a minute", "menos de un minuto")
            : size.TotalHours < 1 ? $"{(int)size.TotalMinutes} min"
            : size.TotalDays < 2 ? $"{(int)size.TotalHours} h"
            : $"{(int)size.TotalDays} {T("days", "días")}";
        return span > TimeSpan.Zero ? T($"in {text}", $"en {text}") : T($"{text} ago", $"hace {text}");
    }

    public string Number(decimal value, string format = "0.##") => value.ToString(format, CultureInfo.GetCultureInfo(Language == "es" ? "es-ES" : "en-GB"));
}

/// <summary>A message that is shown once, on the page after the press of a button.</summary>
public sealed record Flash(string Text, bool Bad = false);
