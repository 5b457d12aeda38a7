using System.Globalization;
using System.Text;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

/// <summary>
/// Random cells and values that know their meaning from how they were made: nothing here parses, so that a mistake of the parser or of
/// the compiled form cannot be shared.
/// </summary>
internal static class RandomTables
{
    /// <summary>A value as a form sends it.</summary>
    public sealed record Said(string Text, double? Number = null, DateOnly? Date = null, bool? Truth = null, bool IsCode = false)
    {
        public string Plain { get; } = PlainOf(Text);

        public override string ToString() => Text;
    }

    /// <summary>A cell and what it accepts: of several values any, of none (missing) the empty list.</summary>
    public sealed record Cell(string Text, Func<IReadOnlyList<Said>, bool> Accepts)
    {
        public override string ToString() => Text;
    }

    private sealed record Item(string Text, Func<Said, bool> Accepts, bool AcceptsMissing = false);

    private static readonly string[] Vocabulary =
        ["España", "espana", "ESPAÑA", "DE", "de", "Straße", "Director de Ventas", "DIRECTÓR", "acme.com", "ana@acme.com", "Łódź", "a", "aa", "aaa",
            "ab", "x y z", "México D.F.", "Cafe\u0300", "Cafè", "Señora"];

    public static readonly Gen<Said> Value = Gen.Frequency(
        (4, Gen.OneOf(Vocabulary).Select(t => new Said(t))),
        (3, Gen.Int[-20, 20].Select(n => new Said(n.ToString(CultureInfo.InvariantCulture), n, null, n switch { 1 => true, 0 => false, _ => null }))),
        (1, Gen.Int[1, 20].Select(n => new Said($"{n},5", n + 0.5))),
        (1, Gen.Int[1, 20].Select(n => new Said($"{n}.000", n * 1000))),
        (1, Gen.Select(Gen.Int[1, 20], Gen.OneOf("-", " a ", " to ", " bis ", " – ")).Select((n, word) => new Said($"{n}{word}{n + 30}", n))),
        (1, Gen.Int[1, 20].Select(n => new Said($"0{n}", n, IsCode: true))),
        (2,
            Gen.Int[0, 40]
                .Select(DateOf).SelectMany(d => Gen.OneOf("", "T10:00:00Z", " 23:59").Select(time => new Said($"{d:yyyy-MM-dd}{time}", null, d)))),
        (1, Gen.OneOf(("true", true), ("Sí", true), ("on", true), ("No", false), ("FALSE", false)).Select(t => new Said(t.Item1, Truth: t.Item2))));

    private static readonly Gen<Item> AnyItem = Gen.OneOf(
        Gen.OneOf(Vocabulary).Select(t => new Item(t, v => v.Plain == PlainOf(t))),
        Gen.OneOf(Vocabulary).Select(t => new Item($"\"{t}\"", v => v.Plain == PlainOf(t))),
        Gen.Int[-20, 20].Select(n => new Item($"{n}", v => v.Number == n && !v.IsCode)),
        Gen.Int[1, 20].Select(n => new Item($"0{n}", v => v.Plain == $"0{n}")),
        Gen.Select(Gen.Int[-20, 20], Gen.OneOf(">=", "> ", "< ", "<= "))
            .Select((n, sign) => new Item($"{sign}{n}", v => Compare(v.Number, sign.Trim(), n))),
        Gen.Select(Gen.Int[-20, 20], Gen.Int[0, 20]).Select((n, more) => new Item($"{n}..{n + more}", v => v.Number >= n && v.Number <= n + more)),
        Gen.Int[1, 20].Select(n => new Item($"..{n}.000", v => v.Number <= n * 1000)),
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 20])
            .Select((n, more) =>
                new Item($"{DateOf(n):yyyy-MM-dd}..{DateOf(n + more):yyyy-MM-dd}", v => v.Date >= DateOf(n) && v.Date <= DateOf(n + more))),
        Gen.Int[0, 40].Select(n => new Item($"> {DateOf(n):yyyy-MM-dd}", v => v.Date > DateOf(n))),
        Gen.Int[0, 40].Select(n => new Item($"{DateOf(n):yyyy-MM-dd}", v => v.Date == DateOf(n))),
        Gen.OneOf("dire", "a", "Ñ", "acme", "aa", "cm", "me")
            .Select(t => new Item($"contains({t})", v => v.Plain.Contains(PlainOf(t), StringComparison.Ordinal))),
        Gen.OneOf("esp", "a", "d", "1").Select(t => new Item(t + "*", v => v.Plain.StartsWith(t, StringComparison.Ordinal))),
        Gen.OneOf("@acme.com", "a", "tas", "0").Select(t => new Item("*" + t, v => v.Plain.EndsWith(t, StringComparison.Ordinal))),
        Gen.OneOf(("di", "tas"), ("a", "a"), ("1", "5")).Select(t => new Item($"{t.Item1}*{t.Item2}", v => Wraps(v.Plain, t.Item1, t.Item2))),
        Gen.Const(new Item("a?", v => v.Plain.Length == 2 && v.Plain[0] == 'a')),
        Gen.Const(new Item("present", _ => true)),
        Gen.Const(new Item("missing", _ => false, true)),
        Gen.Const(new Item("true", v => v.Truth == true)),
        Gen.Const(new Item("FALSO", v => v.Truth == false)));

    public static readonly Gen<Cell> AnyCell = Gen.Frequency(
        (1, Gen.OneOf("", "-", " ").Select(t => new Cell(t, _ => true))),
        (6, Gen.Select(AnyItem.List[1, 4], Gen.Bool, Gen.OneOf(";", "; ", "\n")).Select(Of)));

    public static readonly string[] Attributes = ["Country", "Employees", "Código Postal", "EmailDomain", "interest"];

    public sealed record Row(string Key, IReadOnlyList<(string Attribute, Cell Cell)> Cells);

    public sealed record Lead(IReadOnlyDictionary<string, IReadOnlyList<Said>> Values)
    {
        public LeadAttributes Attributes =>
            LeadAttributes.From(Values.Select(v => KeyValuePair.Create<string, IReadOnlyList<string>>(v.Key, [.. v.Value.Select(s => s.Text)])));
    }

    public static readonly Gen<IReadOnlyList<Row>> Rows =
        Gen.Select(Gen.OneOf(Attributes), AnyCell).List[0, 4].List[1, 150]
            .Select(rows => (IReadOnlyList<Row>)[.. rows.Select((cells, i) => new Row($"r{i}", [.. cells.DistinctBy(c => c.Item1)]))]);

    public static readonly Gen<Lead> AnyLead =
        Gen.Select(Gen.OneOf([.. Attributes, "Unknown"]), Value.List[0, 3]).List[0, 6]
            .Select(said => new Lead(said.DistinctBy(s => s.Item1).ToDictionary(s => s.Item1, s => (IReadOnlyList<Said>)s.Item2)));

    public static bool Accepts(Row row, Lead lead) =>
        row.Cells.All(c => c.Cell.Accepts(lead.Values.TryGetValue(c.Attribute, out var values) ? values : []));

    private static Cell Of(List<Item> items, bool negated, string separator)
    {
        var text = string.Join(separator, items.Select(i => i.Text));
        bool Any(IReadOnlyList<Said> values) =>
            values.Count == 0 ? items.Exists(i => i.AcceptsMissing) : values.Any(v => items.Exists(i => i.Accepts(v)));
        return negated ? new Cell($"not({text})", values => !Any(values)) : new Cell(text, Any);
    }

    private static bool Compare(double? value, string sign, int n) =>
        value is { } v && sign switch { ">=" => v >= n, ">" => v > n, "<" => v < n, _ => v <= n };

    private static bool Wraps(string text, string start, string end) =>
        text.Length >= start.Length + end.Length && text.StartsWith(start, StringComparison.Ordinal) && text.EndsWith(end, StringComparison.Ordinal);

    private static DateOnly DateOf(int day) => new DateOnly(2026, 2, 10).AddDays(day);

    private static string PlainOf(string text) =>
        string.Concat(text.Trim().Normalize(NormalizationForm.FormD)
            .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark))
            .Replace("ß", "ss", StringComparison.Ordinal).Replace('Ł', 'l').ToLowerInvariant();
}
