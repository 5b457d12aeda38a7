using System.Text.RegularExpressions;

namespace LeadRouter.Domain.Intake;

/// <summary>Finds a person's address and numbers in texts that nobody has read as a form.</summary>
/// <param name="addresses">Known to be his, as they were cleaned.</param>
/// <param name="numbers">Known to be his, in E.164.</param>
/// <param name="isHisAddress">Whether another one is, by its hash.</param>
/// <param name="isHisNumber">Whether another one is, by its hash.</param>
public sealed partial class PersonTraces(IReadOnlyCollection<string> addresses, IReadOnlyCollection<string> numbers, Func<string, bool> isHisAddress, Func<string, bool> isHisNumber)
{
    // However a number is written, at home or abroad, it ends alike.
    private const int Ending = 8;

    private readonly HashSet<string> known = [.. addresses];
    private readonly HashSet<string> endings = [.. numbers.Select(n => n[^Math.Min(Ending, n.Length - 1)..])];

    public bool AddressIn(string text) => Unescaped(text)
        .Split([' ', '"', '\'', '<', '>', ',', ';', '=', '&', ':', '(', ')', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)
        .Any(word => word.Contains('@', StringComparison.Ordinal) && EmailAddress.Parse(word) is { Address: var address } && (known.Contains(address) || isHisAddress(address)));

    public bool NumberIn(string text) => Number().Matches(Unescaped(text)).Any(found => IsHis(found.Value));

    private bool IsHis(string written)
    {
        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        return endings.Any(digits.Contains) || (written[0] == '+' && PhoneNumber.Parse(written, region: null) is { } number && isHisNumber(number));
    }

    private static string Unescaped(string text) => text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : text;

    // A sign of plus may be a blank of a form.
    [GeneratedRegex(@"[0-9+(][0-9+ ().\-/]{4,38}[0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
