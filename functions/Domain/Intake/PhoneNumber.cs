using PhoneNumbers;

namespace LeadRouter.Domain.Intake;

/// <summary>Phone numbers in E.164.</summary>
public static class PhoneNumber
{
    /// <summary>Null when it is no possible number. A national number needs the region (ISO code) that it was dialled in.</summary>
    public static string? Parse(string written, string? region)
    {
        // The library's patterns backtrack over long inputs; no phone number is that long.
        if (written.Length > 40) return null;
        var numbers = PhoneNumberUtil.GetInstance();
        try
        {
            var number = numbers.Parse(written, region);
            return numbers.IsPossibleNumber(number) ? numbers.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
