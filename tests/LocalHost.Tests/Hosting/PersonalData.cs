using System.Text.RegularExpressions;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>
/// P2: addresses and numbers, the names of most people of these tests, and the links that are a person's key. Each host looks for them in
/// every line that it logs, and a virtual one in its metrics and in the addresses that mails link to.
/// </summary>
internal static partial class PersonalData
{
    public static bool IsIn(string text) => Personal().IsMatch(text);

    [GeneratedRegex(@"[\w.+-]+(@|%40)[\w-]+\.\w|\+\d{8,}|Fielding|Quellwasser|/[ru]/[\w-]{4,}\.", RegexOptions.IgnoreCase)]
    private static partial Regex Personal();
}
