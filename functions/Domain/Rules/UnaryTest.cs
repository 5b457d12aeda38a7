using System.Collections.Immutable;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>
/// One cell of a decision table: it accepts an attribute when any of its values matches any of the atoms, or, when negated, when none
/// does. So <c>not(x)</c> accepts a missing attribute too, and "any" is the negation of nothing.
/// </summary>
/// <param name="Text">The cell as it was written.</param>
public sealed record UnaryTest(string Text, bool Negated, ImmutableArray<Atom> Atoms)
{
    public static readonly UnaryTest Any = new("", true, []);

    public bool IsAny => Negated && Atoms.IsEmpty;

    /// <summary>
    /// Reads the cell one value at a time. For a handful of cells; many rows go through <see cref="DecisionTable"/>, which must agree.
    /// </summary>
    public bool Accepts(IReadOnlyList<string> values, NumberLocale locale)
    {
        if (IsAny) return true;
        var present = values.Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => LeadValue.Read(v, locale)).ToList();
        return Negated != (present.Count == 0
            ? Atoms.Any(atom => atom is Atom.Missing)
            : Atoms.Any(atom => present.Exists(atom.Matches)));
    }

    public bool Equals(UnaryTest? other) =>
        other is not null && Text == other.Text && Negated == other.Negated && Atoms.SequenceEqual(other.Atoms);

    public override int GetHashCode() => HashCode.Combine(Text, Negated);

    public override string ToString() => IsAny ? "-" : Text;
}

/// <summary>What an attribute is tested against, by its name in <see cref="AttributeNames.Canonical"/> spelling.</summary>
public sealed record Condition(string Attribute, UnaryTest Test)
{
    public string Folded { get; } = AttributeNames.Fold(Attribute);

    public bool Accepts(LeadAttributes lead, NumberLocale locale) => Test.Accepts(lead.Values(Folded), locale);
}

/// <summary>One alternative in a cell. Texts are folded; numbers and days include both ends.</summary>
public abstract record Atom
{
    private Atom()
    {
    }

    internal virtual bool Matches(LeadValue value) => false;

    public sealed record Present : Atom
    {
        internal override bool Matches(LeadValue value) => true;
    }

    /// <summary>Matches no value: it is the absence of all.</summary>
    public sealed record Missing : Atom;

    public sealed record Is(string Folded) : Atom
    {
        internal override bool Matches(LeadValue value) => value.Folded == Folded;
    }

    /// <summary>Equal as an amount: <c>1000</c> accepts <c>1.000</c>, but not the code <c>01000</c>.</summary>
    public sealed record IsNumber(double Value) : Atom
    {
        internal override bool Matches(LeadValue value) => value.Number is { LeadingZero: false } number && number.Value == Value;
    }

    public sealed record Truth(bool Value) : Atom
    {
        internal override bool Matches(LeadValue value) => value.Truth == Value;
    }

    public sealed record Numbers(Span Span) : Atom
    {
        internal override bool Matches(LeadValue value) => value.Number is { } number && Span.Contains(number.Value);
    }

    public sealed record Days(Span Span) : Atom
    {
        internal override bool Matches(LeadValue value) => value.Day is { } day && Span.Contains(day);
    }

    public sealed record Contains(string Folded) : Atom
    {
        internal override bool Matches(LeadValue value) => value.Folded.Contains(Folded, StringComparison.Ordinal);
    }

    public sealed record Like(Glob Glob) : Atom
    {
        internal override bool Matches(LeadValue value) => Glob.Matches(value.Folded);
    }
}

/// <summary>An interval, infinite where it is open, with or without its ends.</summary>
public readonly record struct Span(double From, bool FromIncluded, double To, bool ToIncluded)
{
    public bool IsEmpty => From > To || (From == To && !(FromIncluded && ToIncluded));

    public bool Contains(double value) =>
        (value > From || (value == From && FromIncluded)) && (value < To || (value == To && ToIncluded));

    public static Span Between(double from, double to) => new(from, true, to, true);

    public static Span AtLeast(double from) => new(from, true, double.PositiveInfinity, false);

    public static Span Above(double from) => new(from, false, double.PositiveInfinity, false);

    public static Span AtMost(double to) => new(double.NegativeInfinity, false, to, true);

    public static Span Below(double to) => new(double.NegativeInfinity, false, to, false);
}

/// <summary>One value of a lead in every reading that a test may want.</summary>
internal readonly record struct LeadValue(string Folded, ReadNumber? Number, int? Day, bool? Truth)
{
    public static LeadValue Read(string text, NumberLocale locale)
    {
        var folded = Folding.Fold(text);
        return new LeadValue(
            folded,
            Rules.Numbers.TryReadValue(folded, locale, out var number) ? number : null,
            Dates.TryReadDay(folded, out var day) ? day : null,
            Words.TruthOf(folded));
    }
}
