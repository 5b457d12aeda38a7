namespace LeadRouter.Domain.Rules;

/// <summary>
/// What can be said of two tests without a lead. Both answers are careful: <see cref="Covers"/> is true, <see cref="Overlap"/> false, only
/// when that is certain for every single value.
/// </summary>
internal static class TestAlgebra
{
    private static readonly Atom.Present Present = new();

    /// <summary>Whatever the inner test accepts, the outer one accepts.</summary>
    public static bool Covers(UnaryTest outer, UnaryTest inner, NumberLocale locale)
    {
        if (outer.IsAny) return true;
        return (outer.Negated, inner.Negated) switch
        {
            (false, false) => inner.Atoms.All(i => CoveredByAny(outer, i, locale)),
            (true, true) => outer.Atoms.All(o => CoveredByAny(inner, o, locale)),
            (true, false) => outer.Atoms.All(o => inner.Atoms.All(i => Disjoint(o, i, locale))),
            // Everything but a few values, and perhaps nothing at all.
            (false, true) => outer.Atoms.Contains(Present) && (outer.Atoms.Any(o => o is Atom.Missing) || inner.Atoms.Any(i => i is Atom.Missing)),
        };
    }

    /// <summary>Some value may be accepted by both.</summary>
    public static bool Overlap(UnaryTest a, UnaryTest b, NumberLocale locale) => (a.Negated, b.Negated) switch
    {
        (false, false) => a.Atoms.Any(x => b.Atoms.Any(y => !Disjoint(x, y, locale))),
        (false, true) => !a.Atoms.All(x => CoveredByAny(b, x, locale)),
        (true, false) => !b.Atoms.All(y => CoveredByAny(a, y, locale)),
        (true, true) => true,
    };

    private static bool CoveredByAny(UnaryTest outer, Atom inner, NumberLocale locale) => outer.Atoms.Any(o => Covers(o, inner, locale));

    private static bool Covers(Atom outer, Atom inner, NumberLocale locale) => (outer, inner) switch
    {
        _ when outer == inner => true,
        (Atom.Missing, _) or (_, Atom.Missing) => false,
        (Atom.Present, _) => true,
        (_, Atom.Is text) => outer.Matches(LeadValue.Read(text.Folded, locale)),
        (Atom.Numbers range, Atom.IsNumber number) => range.Span.Contains(number.Value),
        (Atom.Numbers o, Atom.Numbers i) => Within(o.Span, i.Span),
        (Atom.Days o, Atom.Days i) => Within(o.Span, i.Span),
        (Atom.Contains o, Atom.Contains i) => i.Folded.Contains(o.Folded, StringComparison.Ordinal),
        (Atom.Contains o, Atom.Like i) => i.Glob.Pattern.Split('*', '?').Any(run => run.Contains(o.Folded, StringComparison.Ordinal)),
        // An asterisk of the inner pattern can only be taken by one of the outer, which then takes whatever it stands for.
        (Atom.Like o, Atom.Like i) => !o.Glob.Pattern.Contains('?', StringComparison.Ordinal) && o.Glob.Matches(i.Glob.Pattern),
        (Atom.Like o, Atom.Contains i) => !o.Glob.Pattern.Contains('?', StringComparison.Ordinal) && o.Glob.Matches($"*{i.Folded}*"),
        _ => false,
    };

    private static bool Disjoint(Atom a, Atom b, NumberLocale locale) => (a, b) switch
    {
        (Atom.Missing, _) or (_, Atom.Missing) => a != b,
        (Atom.Present, _) or (_, Atom.Present) => false,
        (Atom.Is text, _) => !b.Matches(LeadValue.Read(text.Folded, locale)),
        (_, Atom.Is text) => !a.Matches(LeadValue.Read(text.Folded, locale)),
        (Atom.IsNumber x, Atom.IsNumber y) => x.Value != y.Value,
        (Atom.IsNumber x, Atom.Numbers y) => !y.Span.Contains(x.Value),
        (Atom.Numbers x, Atom.IsNumber y) => !x.Span.Contains(y.Value),
        (Atom.Numbers x, Atom.Numbers y) => Apart(x.Span, y.Span),
        (Atom.Days x, Atom.Days y) => Apart(x.Span, y.Span),
        (Atom.Days, Atom.Numbers or Atom.IsNumber) or (Atom.Numbers or Atom.IsNumber, Atom.Days) => true,
        (Atom.Truth x, Atom.Truth y) => x.Value != y.Value,
        (Atom.Like x, Atom.Like y) => Apart(x.Glob.Pattern, y.Glob.Pattern),
        _ => false,
    };

    private static bool Within(Span outer, Span inner) =>
        (inner.From > outer.From || (inner.From == outer.From && (outer.FromIncluded || !inner.FromIncluded)))
        && (inner.To < outer.To || (inner.To == outer.To && (outer.ToIncluded || !inner.ToIncluded)));

    private static bool Apart(Span a, Span b) =>
        a.To < b.From || b.To < a.From || (a.To == b.From && !(a.ToIncluded && b.FromIncluded))
            || (b.To == a.From && !(b.ToIncluded && a.FromIncluded));

    // Fixed starts, or fixed ends, that differ.
    private static bool Apart(string a, string b)
    {
        var (startA, startB) = (a.Split('*', '?')[0], b.Split('*', '?')[0]);
        var (endA, endB) = (a.Split('*', '?')[^1], b.Split('*', '?')[^1]);
        return !(startA.StartsWith(startB, StringComparison.Ordinal) || startB.StartsWith(startA, StringComparison.Ordinal))
            || !(endA.EndsWith(endB, StringComparison.Ordinal) || endB.EndsWith(endA, StringComparison.Ordinal));
    }
}
