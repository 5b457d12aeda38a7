namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>A hundred texts that would act if a page or mail took them for markup. The first ten are the acts themselves, the others break out first.</summary>
internal static class HostilePayloads
{
    private static readonly string[] Acts =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<a href=javascript:alert(1)>x</a>", "<iframe srcdoc='<script>alert(1)</script>'>",
        "<style>*{display:none}</style>", "<form action=//evil.example><button>", "<meta http-equiv=refresh content='0;url=//evil.example'>", "<base href=//evil.example>", "{{{body}}} {{acceptUrl}}",
    ];

    private static readonly string[] Breakouts = ["\">", "'>", "</td></table>", "-->", "]]>", "</title>", "\u202e", "\ufeff&lt;", "&#60;script&#62;"];

    public static IEnumerable<string> All => Acts.Concat(from breakout in Breakouts from act in Acts select breakout + act);
}
