using System.Globalization;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>What can be said of two rows of conditions without a lead; see <see cref="TestAlgebra"/>.</summary>
internal static class RowAlgebra
{
    public static bool Covers(IReadOnlyList<Condition> outer, IReadOnlyList<Condition> inner, NumberLocale locale) =>
        outer.All(o => TestAlgebra.Covers(o.Test, TestOf(inner, o.Folded), locale));

    public static bool Overlap(IReadOnlyList<Condition> a, IReadOnlyList<Condition> b, NumberLocale locale) =>
        a.All(x => TestAlgebra.Overlap(x.Test, TestOf(b, x.Folded), locale));

    /// <summary>A lead that the row accepts: whatever covers the row accepts it too. Null when none could be made.</summary>
    public static LeadAttributes? Witness(IReadOnlyList<Condition> conditions, NumberLocale locale)
    {
        var lead = LeadAttributes.Empty;
        foreach (var condition in conditions)
            if (!condition.Accepts(lead, locale)) lead = lead.With(condition.Attribute, Sample(condition.Test, locale));
        return conditions.All(c => c.Accepts(lead, locale)) ? lead : null;
    }

    private static UnaryTest TestOf(IReadOnlyList<Condition> conditions, string folded)
    {
        foreach (var condition in conditions)
            if (condition.Folded == folded) return condition.Test;
        return UnaryTest.Any;
    }

    private static string? Sample(UnaryTest test, NumberLocale locale) => test.Negated ? "~" : test.Atoms[0] switch
    {
        Atom.Is text => text.Folded,
        Atom.IsNumber number => Text(number.Value, locale),
        Atom.Numbers range => Text(Inside(range.Span), locale),
        Atom.Days range when Inside(range.Span) is var day and >= 0 and < 3_650_000 =>
            DateOnly.FromDayNumber((int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Atom.Contains part => part.Folded,
        Atom.Like like => like.Glob.Pattern.Replace("*", "", StringComparison.Ordinal).Replace('?', 'x'),
        Atom.Truth truth => truth.Value ? "true" : "false",
        Atom.Present => "~",
        _ => null,
    };

    private static double Inside(Span span) => (double.IsInfinity(span.From), double.IsInfinity(span.To)) switch
    {
        (false, _) when span.FromIncluded => span.From,
        (_, false) when span.ToIncluded => span.To,
        (false, false) => (span.From + span.To) / 2,
        (false, true) => span.From + 1,
        (true, false) => span.To - 1,
        _ => 0,
    };

    private static string Text(double value, NumberLocale locale) =>
        value.ToString("0.#########", CultureInfo.InvariantCulture).Replace('.', locale == NumberLocale.DecimalComma ? ',' : '.');
}
