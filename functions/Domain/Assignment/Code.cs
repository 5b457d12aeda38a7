using System.Collections.Frozen;
using System.Text.Json;

namespace LeadRouter.Domain.Assignment;

/// <summary>The stable text of an enum's value in rows, records and answers: <c>LeastLoaded</c> is <c>least-loaded</c>.</summary>
public static class Code
{
    public static string Of<T>(T value) where T : struct, Enum => Texts<T>.ByValue[value];

    public static T Read<T>(string code) where T : struct, Enum => Texts<T>.ByCode[code];

    private static class Texts<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue =
            Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));

        public static readonly FrozenDictionary<string, T> ByCode =
            ByValue.ToFrozenDictionary(v => v.Value, v => v.Key, StringComparer.OrdinalIgnoreCase);
    }
}
