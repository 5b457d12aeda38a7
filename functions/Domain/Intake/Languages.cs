using System.Collections.Frozen;
using System.Globalization;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Intake;

/// <summary>Languages as ISO 639-1 codes.</summary>
public static class Languages
{
    private static readonly (string Name, string Code)[] OtherNames =
    [
        ("castellano", "es"), ("inglés", "en"), ("alemán", "de"), ("francés", "fr"), ("portugués", "pt"), ("italiano", "it"), ("catalán", "ca"),
        ("englisch", "en"), ("spanisch", "es"), ("französisch", "fr"), ("italienisch", "it"),
    ];

    private static readonly FrozenDictionary<string, string> ByName = Known().ToFrozenDictionary(l => l.Key, l => l.Value);

    /// <summary>Null when no language is meant. <c>es-MX</c> and <c>Español</c> are <c>es</c>.</summary>
    public static string? Parse(string written) =>
        ByName.GetValueOrDefault(AttributeNames.Fold(written.Trim())) ?? ByName.GetValueOrDefault(AttributeNames.Fold(written.Trim().Split('-', '_')[0]));

    private static Dictionary<string, string> Known()
    {
        var all = new Dictionary<string, string>();
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.NeutralCultures).Where(c => c.TwoLetterISOLanguageName.Length == 2 && c.Name.Length == 2))
        {
            foreach (var name in new[] { culture.Name, culture.ThreeLetterISOLanguageName, culture.EnglishName, culture.NativeName })
                if (name.Length > 0) all.TryAdd(AttributeNames.Fold(name), culture.TwoLetterISOLanguageName);
        }
        foreach (var (name, code) in OtherNames) all[AttributeNames.Fold(name)] = code;
        return all;
    }
}
