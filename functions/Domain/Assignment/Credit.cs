using System.Globalization;

namespace LeadRouter.Domain.Assignment;

/// <summary>What a pool owes a rep, in millionths of a lead: whole numbers, so that a ledger can sum to exactly zero.</summary>
public readonly record struct Credit(long Micro) : IComparable<Credit>
{
    public const long MicroPerLead = 1_000_000;

    public static readonly Credit Zero;
    public static readonly Credit One = new(MicroPerLead);

    public decimal Leads => Micro / (decimal)MicroPerLead;

    public Credit Magnitude => new(Math.Abs(Micro));

    public static Credit Of(decimal leads) => new((long)decimal.Round(leads * MicroPerLead));

    public int CompareTo(Credit other) => Micro.CompareTo(other.Micro);

    /// <summary>Signed, two decimals: <c>+0.71</c>.</summary>
    public override string ToString() => Leads.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    public static Credit operator +(Credit a, Credit b) => new(checked(a.Micro + b.Micro));
    public static Credit operator -(Credit a, Credit b) => new(checked(a.Micro - b.Micro));
    public static Credit operator -(Credit a) => new(-a.Micro);
    public static bool operator <(Credit a, Credit b) => a.Micro < b.Micro;
    public static bool operator >(Credit a, Credit b) => a.Micro > b.Micro;
    public static bool operator <=(Credit a, Credit b) => a.Micro <= b.Micro;
    public static bool operator >=(Credit a, Credit b) => a.Micro >= b.Micro;
}
