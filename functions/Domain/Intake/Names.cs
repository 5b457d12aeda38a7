using System.Text;
using System.Text.RegularExpressions;

namespace LeadRouter.Domain.Intake;

/// <summary>Names of people and companies as one would write them.</summary>
public static partial class Names
{
    private static readonly HashSet<string> Particles = new(StringComparer.OrdinalIgnoreCase) { "de", "del", "la", "las", "los", "y", "e", "da", "do", "dos", "van", "von", "der", "den", "di", "du", "zu", "und", "bin", "al" };

    private static readonly (string Key, string Written)[] LegalForms =
    [
        ("gmbhcokg", "GmbH & Co. KG"), ("gmbh", "GmbH"), ("ag", "AG"), ("kg", "KG"), ("ohg", "OHG"), ("ug", "UG"), ("ev", "e.V."), ("slu", "S.L.U."), ("sl", "S.L."),
        ("sau", "S.A.U."), ("sa", "S.A."), ("sadecv", "S.A. de C.V."), ("sas", "S.A.S."), ("sarl", "S.A.R.L."), ("srl", "S.R.L."), ("spa", "S.p.A."), ("bv", "B.V."), ("nv", "N.V."),
        ("ltd", "Ltd"), ("limited", "Ltd"), ("llc", "LLC"), ("llp", "LLP"), ("inc", "Inc."), ("incorporated", "Inc."), ("corp", "Corp."), ("corporation", "Corp."), ("plc", "PLC"), ("ab", "AB"), ("oy", "Oy"), ("aps", "ApS"), ("ltda", "Ltda."),
    ];

    /// <summary>Without tags and double blanks; a name all in capitals or all in small letters gets capitals where they belong.</summary>
    public static string Person(string written)
    {
        var text = SingleBlanks(written.Contains('<', StringComparison.Ordinal) ? Tag().Replace(written, " ") : written).Trim();
        return IsOneCase(text) ? string.Join(' ', text.Split(' ').Select((word, at) => at > 0 && Particles.Contains(word) ? word.ToLowerInvariant() : Capital(word))) : text;
    }

    /// <summary>Without double blanks, the legal form in its usual spelling.</summary>
    public static string Company(string written)
    {
        var text = SingleBlanks(written).Trim().TrimEnd(',');
        foreach (var (key, form) in LegalForms)
            if (BeforeLegalForm(text, key) is { Length: > 0 } name) return $"{name} {form}";
        return text;
    }

    /// <summary>What stands before the legal form; null when the name does not end in it.</summary>
    private static string? BeforeLegalForm(string text, string key)
    {
        var left = key.Length;
        for (var at = text.Length - 1; at >= 0; at--)
        {
            if (text[at] is '.' or ' ' or ',' or '&' or '-') continue;
            if (left == 0) return text[at + 1] is ' ' or ',' ? text[..(at + 1)] : null;
            if (char.ToLowerInvariant(text[at]) != key[--left]) return null;
        }
        return null;
    }

    // Looked at first: the patterns cost more than all the rest, and nearly no name needs them.
    private static string SingleBlanks(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsWhiteSpace(text[i]) && (text[i] != ' ' || (i + 1 < text.Length && char.IsWhiteSpace(text[i + 1])))) return Blanks().Replace(text, " ");
        return text;
    }

    private static bool IsOneCase(string text) => text.Any(char.IsLetter) && (!text.Any(char.IsLower) || !text.Any(char.IsUpper));

    private static string Capital(string word)
    {
        var capital = new StringBuilder(word.Length);
        var isFirst = true;
        foreach (var letter in word)
        {
            capital.Append(isFirst ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter));
            isFirst = letter is '-' or '\'' or '’';
        }
        return capital.ToString();
    }

    [GeneratedRegex("<[^<>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}
