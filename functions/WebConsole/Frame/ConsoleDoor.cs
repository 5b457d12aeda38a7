using System.Buffers.Text;
using System.Text;
using LeadRouter.Adapters.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LeadRouter.WebConsole.Frame;

/// <summary>Everything between a request and a page: the session, the role, the token of a form, the language, the message shown once.</summary>
public sealed class ConsoleDoor(ConsoleSessions sessions, ConsoleMenu menu, IServiceProvider services, TimeProvider clock)
{
    /// <summary>The field of every form that carries its token.</summary>
    public const string TokenField = "_form";

    private const string LanguageCookie = "lr-language";
    private const string FlashCookie = "lr-flash";

    // A sheet of a thousand rows is one form, and a table pasted as CSV one value.
    private static readonly FormOptions Forms = new() { ValueCountLimit = 40_000, ValueLengthLimit = 16 << 20, BufferBodyLengthLimit = 16 << 20, KeyLengthLimit = 512 };

    /// <summary>A page that is looked at.</summary>
    public Route Get(string name, string template, string summary, Func<HttpRequest, CancellationToken, Task<IResult>> handle, Access access = Access.Viewer) =>
        new(name, ["GET"], template, access, summary) { Handle = handle, Refuse = RefuseAsync };

    /// <summary>A button that is pressed. The form was read and is ours when the handler runs.</summary>
    public Route Post(string name, string template, string summary, Func<HttpRequest, CancellationToken, Task<IResult>> handle, Access access = Access.Editor) =>
        new(name, ["POST"], template, access, summary) { Handle = handle, Refuse = RefuseAsync };

    public IResult Page<TBody>(HttpRequest request, string title, Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK, bool charts = false)
        where TBody : IComponent
    {
        var viewer = Viewer(request);
        var frame = new Dictionary<string, object?>
        {
            [nameof(PageFrame.Title)] = title,
            [nameof(PageFrame.Menu)] = menu,
            [nameof(PageFrame.Scripts)] = charts ? ["uPlot.iife.min.js", "charts.js"] : Array.Empty<string>(),
            [nameof(PageFrame.Styles)] = charts ? ["uPlot.min.css"] : Array.Empty<string>(),
            [nameof(PageFrame.Viewer)] = viewer,
            [nameof(PageFrame.Body)] = Body<TBody>(parameters),
        };
        return new ConsolePageResult(services, frame, status);
    }

    /// <summary>After the press of a button: to a page, with a word about what happened.</summary>
    public IResult Back(HttpRequest request, string address, string? said = null, bool bad = false)
    {
        if (said is not null)
            sessions.Set(request.HttpContext, FlashCookie, (bad ? "b" : "g") + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(said.Length > 600 ? said[..600] : said)));
        return new SeeOther(OwnAddress(address));
    }

    public IResult NotFound(HttpRequest request, string english, string spanish) =>
        Message(request, StatusCodes.Status404NotFound, ("Not found", "No encontrado"), (english, spanish));

    /// <summary>What an answer of the API says, in the viewer's language.</summary>
    public static string Said(HttpRequest request, HttpProblem problem) => Text(request, problem.Detail, SpanishErrors.Of(problem));

    public static string Text(HttpRequest request, string english, string spanish) => Language(request) == "es" ? spanish : english;

    public IResult SetLanguage(HttpRequest request, string language, string next)
    {
        sessions.Set(request.HttpContext, LanguageCookie, language == "es" ? "es" : "en");
        return new SeeOther(OwnAddress(next));
    }

    /// <summary>An address within the console: whatever else was asked for leads to its first page.</summary>
    public static string OwnAddress(string? address) =>
        address is not null && (address == "/console" || address.StartsWith("/console/", StringComparison.Ordinal) || address.StartsWith("/console?", StringComparison.Ordinal))
            && address.All(c => c is > ' ' and < '\x7f' and not '\\')
            ? address
            : "/console";

    private async ValueTask<IResult?> RefuseAsync(HttpRequest request, Access access, CancellationToken ct)
    {
        if (HttpMethods.IsPost(request.Method) && await IsForeignAsync(request, ct).ConfigureAwait(false))
            return Message(request, StatusCodes.Status400BadRequest, ("This form is out of date", "Este formulario ha caducado"), ("Go back, reload the page and try again.", "Vuelve atrás, recarga la página e inténtalo de nuevo."));
        if (access == Access.Anyone) return null;
        if (sessions.RoleOf(request) is not { } role)
            return new SeeOther("/console/sign-in?next=" + Uri.EscapeDataString(HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : "/console"));
        return role == Access.Viewer && access == Access.Editor
            ? Message(request, StatusCodes.Status403Forbidden, ("Only editors may do this", "Solo los editores pueden hacerlo"), ("You are signed in with a viewer key.", "Has entrado con una clave de consulta."))
            : null;
    }

    private async Task<bool> IsForeignAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType) return true;
        try
        {
            var form = await request.ReadFormAsync(Forms, ct).ConfigureAwait(false);
            return !sessions.IsOurForm(request, form[TokenField]);
        }
        catch (InvalidDataException)
        {
            // Larger, or longer in some part, than any form of ours.
            return true;
        }
    }

    private IResult Message(HttpRequest request, int status, (string English, string Spanish) title, (string English, string Spanish) text) => Page<Note>(
        request, Text(request, title.English, title.Spanish), new() { [nameof(Note.Text)] = Text(request, text.English, text.Spanish) }, status);

    internal Viewer Viewer(HttpRequest request) => new(
        sessions.RoleOf(request), Language(request), sessions.FormToken(request.HttpContext), clock.GetUtcNow(), request.Path + request.QueryString, TakeFlash(request));

    private static string Language(HttpRequest request) => request.Cookies[LanguageCookie] is { } chosen and ("es" or "en") ? chosen : Pages.PreferredLanguage(request);

    private Flash? TakeFlash(HttpRequest request)
    {
        if (request.Cookies[FlashCookie] is not { Length: > 1 } flash) return null;
        request.HttpContext.Response.Cookies.Delete(FlashCookie, sessions.CookieOptions());
        return Base64Url.IsValid(flash.AsSpan(1)) ? new Flash(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(flash.AsSpan(1))), flash[0] == 'b') : null;
    }

    private static RenderFragment Body<TBody>(Dictionary<string, object?> parameters)
        where TBody : IComponent => builder =>
    {
        builder.OpenComponent<TBody>(0);
        builder.AddMultipleAttributes(1, parameters.Select(p => KeyValuePair.Create(p.Key, p.Value!)));
        builder.CloseComponent();
    };
}

internal sealed class SeeOther(string address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = address;
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
