using System.Collections.Concurrent;
using System.Reflection;
using HandlebarsDotNet;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.SendGrid;

public sealed record RenderedMail(string Subject, string Text, string Html);

/// <summary>
/// The product's mail templates: Handlebars files inside this assembly, <c>{name}.{language}.subject|text|html</c>, around one common
/// HTML frame. Values are encoded in HTML parts and kept on one line in subjects.
/// </summary>
public sealed class MailTemplates
{
    private readonly IHandlebars html = Handlebars.Create();
    private readonly IHandlebars plain = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });
    private readonly ConcurrentDictionary<string, HandlebarsTemplate<object, object>> compiled = new();

    public RenderedMail Render(OutgoingMail mail)
    {
        var name = $"{mail.Template}.{(mail.Language == "es" ? "es" : "en")}";
        var body = Template(html, $"{name}.html")(mail.Data);
        var subject = OneLine(Template(plain, $"{name}.subject")(mail.Data))!;
        var language = mail.Language == "es" ? "es" : "en";
        var frame = new Dictionary<string, object?>
        {
            ["body"] = body,
            ["subject"] = subject,
            ["language"] = language,
            ["preferences"] = mail.PreferencesUrl,
            ["preferencesLabel"] = PreferencesLabel(language),
        };
        var text = Template(plain, $"{name}.text")(mail.Data).Trim();
        if (mail.PreferencesUrl is { } url) text += $"\n\n--\n{PreferencesLabel(language)}: {url}";
        return new RenderedMail(subject, text, Template(html, "frame.html")(frame));
    }

    private static string PreferencesLabel(string language) => language == "es" ? "Elige qué correos recibes, o date de baja" : "Choose what you get, or unsubscribe";

    /// <summary>A header must not get a second line from a name.</summary>
    public static string? OneLine(string? text) => text is null ? null : string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();

    private HandlebarsTemplate<object, object> Template(IHandlebars engine, string file) => compiled.GetOrAdd(file, f => engine.Compile(Read(f)));

    private static string Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"LeadRouter.Adapters.SendGrid.Templates.{file}")
            ?? throw new InvalidOperationException($"There is no mail template {file}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
