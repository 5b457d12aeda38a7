using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.Playwright;

namespace LeadRouter.LocalHost.Tests.Browser;

/// <summary>I1: whatever a form sends in whatever field, mails and pages get no element, no link and no script more.</summary>
public sealed class PayloadTests(VirtualHost host, Chromium chromium) : IClassFixture<VirtualHost>, IClassFixture<Chromium>
{
    private static readonly string[] Fields = ["full_name", "company", "message"];

    private readonly Api api = host.Api;

    [Fact]
    public async Task No_payload_in_any_field_adds_anything_to_a_mail_or_a_page()
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var alarms = 0;
        page.Dialog += async (_, dialog) =>
        {
            alarms++;
            await dialog.DismissAsync();
        };
        var plain = await ShapesAsync(page, "plain text");
        foreach (var payload in Payloads().Take(Proof.Payloads))
        {
            var shapes = await ShapesAsync(page, payload);
            Assert.True(plain == shapes, $"{payload}\n{plain}\n{shapes}");
        }
        Assert.Equal(0, alarms);
    }

    /// <summary>The tags of the mail, of the page before and after the press, in their order.</summary>
    private async Task<string> ShapesAsync(IPage page, string payload)
    {
        var lead = A.Lead();
        foreach (var field in Fields) lead[field] = payload;
        var id = await api.ReceiveAsync(lead);
        while ((await api.LeadAsync(id)).State != "offered") await api.MoveToAsync((await api.LeadAsync(id)).Next);
        var mail = (await api.MailsAboutAsync(id)).Last(m => m.Class == "assignment");
        var shapes = new List<string>();
        await page.SetContentAsync(mail.Html);
        shapes.Add(await ShapeAsync(page));
        await page.GotoAsync(mail.Links.First(l => l.Contains("/r/", StringComparison.Ordinal)));
        shapes.Add(await ShapeAsync(page));
        await page.Locator("button").ClickAsync();
        shapes.Add(await ShapeAsync(page));
        // Out of the way of the next one: caps of reps are no matter of this test.
        (await api.SignalAsync(id, new { type = "lost" })).Is(HttpStatusCode.OK);
        return string.Join('\n', shapes);
    }

    private static Task<string> ShapeAsync(IPage page) =>
        page.EvaluateAsync<string>("[...document.querySelectorAll('*')].map(e => e.tagName + [...e.attributes].map(a => '.' + a.name).join('')).join(' ')");

    private static IEnumerable<string> Payloads()
    {
        string[] hearts =
        [
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<a href=javascript:alert(1)>x</a>", "<iframe srcdoc='<script>alert(1)</script>'>",
            "<style>*{display:none}</style>", "<form action=//evil.example><button>", "<meta http-equiv=refresh content='0;url=//evil.example'>", "<base href=//evil.example>", "{{{body}}} {{acceptUrl}}",
        ];
        foreach (var heart in hearts) yield return heart;
        foreach (var before in new[] { "\">", "'>", "</td></table>", "-->", "]]>", "</title>", "\u202e", "\ufeff&lt;", "&#60;script&#62;" })
            foreach (var heart in hearts)
                yield return before + heart;
    }
}
