namespace LeadRouter.Domain.Rules;

/// <summary>How a rule set reads a number with one separator: <c>1.000</c> is a thousand with a decimal comma, one with a decimal point.</summary>
public enum NumberLocale
{
    DecimalComma,
    DecimalPoint,
}
