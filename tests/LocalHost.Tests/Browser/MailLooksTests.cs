using LeadRouter.Adapters.SendGrid;
using LeadRouter.Domain.Leads;
using LeadRouter.LocalHost.Tests.Hosting;
using LeadRouter.UseCases.Ports;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Browser;

/// <summary>Every mail template in a browser: I1 and I2, and that it looks right on a telephone and in the dark.</summary>
public sealed class MailLooksTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] Payloads =
    [
        "<script>document.title='x'</script>", "\"><img src=x onerror=document.title='x'>", "<a href=https://evil.example>x</a>", "' onmouseover='x", "</td></tr></table><h1>x",
        "{{deadline}} {{{name}}} {{#each this}}x{{/each}}", "&lt;b&gt;", "<!-- ", "]]>", "<style>*{display:none}</style>", "<svg/onload=alert(1)>", "javascript:alert(1)",
        "\u202e\u200b\ufeff", "a\r\nBcc: all@evil.example\r\n\r\nHi", "a\0b", "<base href=//evil.example>", "<iframe srcdoc=x>", "<form action=//evil.example>", "`${1}`", "\ud83d\ude00",
    ];

    private readonly MailTemplates templates = new();

    public static TheoryData<string, string> All =>
        [.. typeof(MailTemplates).Assembly.GetManifestResourceNames()
            .Where(n => n.EndsWith(".subject", StringComparison.Ordinal)).Select(n => n.Split('.')).Select(p => (p[^3], p[^2]))];

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_fits_a_telephone_and_a_mail_window_and_needs_no_image(string template, string language)
    {
        var mail = templates.Render(Mail(template, language, name => Sample.GetValueOrDefault(name)));
        Assert.DoesNotContain("<img", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("prefers-color-scheme: dark", mail.Html, StringComparison.Ordinal);
        Assert.NotEmpty(mail.Text);
        await using var context = await chromium.Browser.NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        foreach (var width in new[] { 600, 320 })
        {
            await page.SetViewportSizeAsync(width, 480);
            await page.SetContentAsync(mail.Html);
            var wide = await page.Locator("main").BoundingBoxAsync();
            Assert.True(wide!.X + wide.Width <= width, $"{template}.{language} is {wide.X + wide.Width} wide in {width}");
        }
        if (Proof.Screenshots is { } folder) await ShootAsync(page, mail.Html, Path.Combine(folder, $"mail-{template}-{language}"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nothing_that_people_write_becomes_an_element_a_link_or_a_header(string template, string language)
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { JavaScriptEnabled = true });
        var page = await context.NewPageAsync();
        var plain = await ShapeAsync(page, templates.Render(Mail(template, language, Plain)).Html);
        foreach (var payload in Payloads.Concat(HostilePayloads.All.Take(Proof.Payloads)))
        {
            var mail = templates.Render(Mail(template, language, name => Plain(name) is string text && !name.EndsWith("Url", StringComparison.Ordinal) && name != "url" ? text + payload : Plain(name)));
            Assert.DoesNotContain(mail.Subject, char.IsControl);
            Assert.Equal(plain, await ShapeAsync(page, mail.Html));
        }
    }

    /// <summary>Every element with the addresses it points to.</summary>
    private static async Task<string> ShapeAsync(IPage page, string html)
    {
        await page.SetContentAsync(html);
        return await page.EvaluateAsync<string>("[...document.querySelectorAll('*')].map(e => e.tagName + [...e.attributes].filter(a => a.name != 'content').map(a => a.name + '=' + a.value).join()).join('|')");
    }

    private static async Task ShootAsync(IPage page, string html, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await page.SetViewportSizeAsync(600, 200);
        // All share one frame: a few show what it looks like in the dark.
        var schemes = Path.GetFileName(path) is "mail-ack-en" or "mail-assignment-es" or "mail-message-en" ? new[] { ColorScheme.Light, ColorScheme.Dark } : [ColorScheme.Light];
        foreach (var scheme in schemes)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetContentAsync(html);
            await page.ScreenshotAsync(new() { Path = $"{path}{(scheme == ColorScheme.Dark ? "-dark" : "")}.png", FullPage = true });
        }
    }

    private static OutgoingMail Mail(string template, string language, Func<string, object?> value)
    {
        var data = Sample.Keys.ToDictionary(name => name, value);
        data["items"] = new[] { "assignment", "reminder", "touch", "manager" }.Select(kind => new Dictionary<string, object?>(data) { [kind] = true, ["contactedUrl"] = null }).ToList();
        var isForContact = template is "ack" or "message";
        return new OutgoingMail("send", "ack", template, language, "ada@northwind.example", "Ada", new LeadId("lead"), data)
        {
            PreferencesUrl = isForContact ? "https://leads.northwind.example/u/local.token.mac" : null,
        };
    }

    private static object? Plain(string name) => Sample[name];

    private static readonly Dictionary<string, object?> Sample = new()
    {
        ["rep"] = "Ana Robles",
        ["leadId"] = "01a2139a97aa776387480b44cb14fc15",
        ["name"] = "Ada Fielding",
        ["company"] = "Northwind",
        ["email"] = "ada@northwind.example",
        ["phone"] = "+34 911 234 567",
        ["country"] = "ES",
        ["message"] = "Please call me about the Pro plan; we are 120 people in three offices.",
        ["source"] = "website",
        ["score"] = "42",
        ["band"] = "b",
        ["gaps"] = null,
        ["deadline"] = "Mon 2026-03-02 14:00 CET",
        ["todo"] = "accept",
        ["why"] = "Ana has the largest credit of those who work now.",
        ["reason"] = "ladder",
        ["late"] = "Marc Puig",
        ["count"] = "4",
        ["acceptUrl"] = "https://leads.northwind.example/r/local.accept.mac",
        ["rejectUrl"] = "https://leads.northwind.example/r/local.reject.mac",
        ["contactedUrl"] = "https://leads.northwind.example/r/local.contacted.mac",
        ["subject"] = "What is new in spring",
        ["title"] = "What is new in spring",
        ["text"] = "Three things that people asked for.\nHere they are.",
        ["button"] = "Read more",
        ["url"] = "https://www.northwind.example/spring",
    };
}
