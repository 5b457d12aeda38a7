using System.Collections.Frozen;
using System.Globalization;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Intake;

/// <summary>Countries as ISO 3166-1 alpha-2 codes.</summary>
public static class Countries
{
    private static readonly (string Name, string Code)[] OtherNames =
    [
        ("España", "ES"), ("Spanien", "ES"), ("Deutschland", "DE"), ("Alemania", "DE"), ("Österreich", "AT"), ("Austria", "AT"), ("Schweiz", "CH"),
        ("Suiza", "CH"), ("Suisse", "CH"), ("México", "MX"), ("Mexiko", "MX"), ("Kolumbien", "CO"), ("Argentinien", "AR"), ("Perú", "PE"),
        ("Brasil", "BR"), ("Brasilien", "BR"), ("Estados Unidos", "US"), ("EE. UU.", "US"), ("EEUU", "US"), ("USA", "US"), ("United States of America", "US"),
        ("Vereinigte Staaten", "US"), ("Reino Unido", "GB"), ("UK", "GB"), ("Great Britain", "GB"), ("England", "GB"), ("Francia", "FR"),
        ("Frankreich", "FR"), ("Italia", "IT"), ("Italien", "IT"), ("Países Bajos", "NL"), ("Niederlande", "NL"), ("Holland", "NL"),
    ];

    /// <summary>Names as forms write them beside the codes: English, Spanish and German where they differ, and the usual short forms.</summary>
    private static readonly FrozenDictionary<string, string> ByName = Known().ToFrozenDictionary(c => c.Key, c => c.Value);

    /// <summary>Null when no country is meant.</summary>
    public static string? Parse(string written) => ByName.GetValueOrDefault(AttributeNames.Fold(written.Trim()));

    private static Dictionary<string, string> Known()
    {
        var all = new Dictionary<string, string>();
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.SpecificCultures))
        {
            var region = new RegionInfo(culture.Name);
            if (region.TwoLetterISORegionName is not { Length: 2 } code || code.Any(char.IsDigit)) continue;
            all.TryAdd(AttributeNames.Fold(code), code);
            all.TryAdd(AttributeNames.Fold(region.ThreeLetterISORegionName), code);
            all.TryAdd(AttributeNames.Fold(region.EnglishName), code);
        }
        foreach (var (name, code) in OtherNames) all[AttributeNames.Fold(name)] = code;
        return all;
    }
}
