using System.Globalization;
using System.Text.Json;
using System.Xml;
using LeadRouter.Adapters.Http;
using LeadRouter.Adapters.Tables;
using LeadRouter.LocalHost.Driver;

namespace LeadRouter.LocalHost.Dev;

/// <summary>Routes that only a developer's machine has: the mailbox and, with a virtual clock, its hands.</summary>
internal static class DevRoutes
{
    private static readonly TimeSpan LongestMove = TimeSpan.FromDays(36525);
    private static readonly DateTimeOffset LastInstant = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Map(WebApplication app)
    {
        var mailbox = app.Services.GetRequiredService<DevMailbox>();
        app.MapGet("/", () => Results.Redirect("/console"));
        app.MapGet("/dev/mail", (HttpRequest request) => MailPage(mailbox, Pages.PreferredLanguage(request)));
        app.MapGet("/dev/stats", (ITableEngine tables, LocalDriver driver) =>
            HttpJson.Ok(new { mails = mailbox.Count, toContacts = mailbox.ToContacts, moving = driver.Moving, allocatedBytes = GC.GetTotalAllocatedBytes(), storage = tables.Counters }));
        app.MapGet("/dev/mail.json", () => HttpJson.Ok(mailbox.All()));
        app.MapPost("/dev/sendgrid/v3/mail/send", async (HttpRequest request, CancellationToken ct) => await SendAsync(mailbox, request, ct));
        if (app.Services.GetService<ClockMover>() is { } clock) MapClock(app, clock);
    }

    private static async Task<IResult> SendAsync(DevMailbox mailbox, HttpRequest request, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        return mailbox.TryReceive(body.GetBuffer().AsSpan(0, (int)body.Length))
            ? Results.StatusCode(StatusCodes.Status202Accepted)
            : HttpJson.Ok(new { errors = new[] { new { message = "Bad Request" } } }, StatusCodes.Status400BadRequest);
    }

    private static void MapClock(WebApplication app, ClockMover clock)
    {
        app.MapGet("/dev/clock", () => HttpJson.Ok(new { now = clock.Now }));
        app.MapPost("/dev/clock/advance", (HttpRequest request, CancellationToken ct) => WithBodyAsync(request, body => Duration(body.By) is { } by
            ? MoveAsync(clock, clock.Now + by, ct)
            : Refuse("clock.span", "by is an ISO 8601 duration of at most 100 years that does not go back, such as PT4H."), ct));
        app.MapPost("/dev/clock/set", (HttpRequest request, CancellationToken ct) => WithBodyAsync(request, body => DateTimeOffset.TryParse(
                body.To, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var to)
            ? MoveAsync(clock, to, ct)
            : Refuse("clock.instant", "to is an ISO 8601 instant such as 2026-03-02T09:00:00Z."), ct));
    }

    private static async Task<IResult> WithBodyAsync(HttpRequest request, Func<ClockBody, Task<IResult>> act, CancellationToken ct)
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync<ClockBody>(request.Body, HttpJson.Options, ct) is { } body) return await act(body);
        }
        catch (JsonException)
        {
            // Answered below, as a body of null is.
        }
        return new HttpProblem(StatusCodes.Status400BadRequest, "body.unreadable", "The body is not a JSON object.");
    }

    private static Task<IResult> Refuse(string code, string detail) => Task.FromResult<IResult>(new HttpProblem(StatusCodes.Status400BadRequest, code, detail));

    private static async Task<IResult> MoveAsync(ClockMover clock, DateTimeOffset to, CancellationToken ct)
    {
        if (to > LastInstant) return new HttpProblem(StatusCodes.Status400BadRequest, "clock.instant", $"The clock ends at {LastInstant:O}.");
        return await clock.MoveToAsync(to, ct) is { } fired
            ? HttpJson.Ok(new { now = clock.Now, fired })
            : new HttpProblem(StatusCodes.Status400BadRequest, "clock.back", $"The clock stands at {clock.Now:O} and does not go back.");
    }

    private static TimeSpan? Duration(string? text)
    {
        try
        {
            var span = XmlConvert.ToTimeSpan(text ?? "");
            return span < TimeSpan.Zero || span > LongestMove ? null : span;
        }
        catch (Exception bad) when (bad is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static IResult MailPage(DevMailbox mailbox, string language)
    {
        var mails = mailbox.All().Reverse().Take(200).Select(mail => $"""
            <details><summary>{Pages.Encode(mail.At.ToString("u", CultureInfo.InvariantCulture))} &middot; {Pages.Encode(mail.Class)} &middot; {Pages.Encode(mail.To)} &middot; {Pages.Encode(mail.Subject)}</summary>
            <pre>{Pages.Encode(mail.Text)}</pre>
            <ul>{string.Concat(mail.Links.Select(l => $"<li><a href=\"{Pages.Encode(l)}\">{Pages.Encode(l)}</a></li>"))}</ul></details>
            """);
        var (title, text, console) = language == "es"
            ? ("Buzón", "Cada correo que se entregó al proveedor, el más reciente primero.", "Consola")
            : ("Mailbox", "Every mail that was handed to the provider, newest first.", "Console");
        return Pages.Page(language, title, $"<p>{text} <a href=\"/console\">{console}</a></p>" + string.Concat(mails));
    }

    internal sealed record ClockBody(string? By, string? To);
}
