namespace LeadRouter.Domain.Rules;

/// <summary>Yes and no as forms, sheets and stores write them; Excel translates TRUE into the language it runs in.</summary>
public static class Words
{
    /// <summary>Null when the (folded) text says neither.</summary>
    public static bool? TruthOf(ReadOnlySpan<char> folded) => folded switch
    {
        "true" or "yes" or "si" or "1" or "on" or "verdadero" or "wahr" or "ja" or "vrai" or "oui" or "sim" => true,
        "false" or "no" or "0" or "off" or "falso" or "falsch" or "nein" or "faux" or "non" or "nao" => false,
        _ => null,
    };

    /// <summary>The narrower set that makes a cell a test of truth: <c>no</c> there is Norway.</summary>
    public static bool? TruthLiteral(ReadOnlySpan<char> folded) => folded switch
    {
        "true" or "verdadero" or "wahr" or "vrai" => true,
        "false" or "falso" or "falsch" or "faux" => false,
        _ => null,
    };
}
