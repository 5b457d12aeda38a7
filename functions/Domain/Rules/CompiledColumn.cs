using System.Buffers;
using System.Collections.Frozen;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>
/// All tests of one column as an index from value to rows. Finding yields the rows one of whose atoms matches; the rows in
/// <see cref="Negated"/> (<c>not(…)</c>, and every row with nothing to say here) are satisfied when it does not.
/// </summary>
internal sealed class CompiledColumn
{
    private readonly NumberLocale locale;
    private readonly RowSets sets;
    private readonly bool hasTexts;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> texts;
    private readonly FrozenDictionary<double, int> amounts;
    private readonly IntervalIndex? numberRanges;
    private readonly IntervalIndex? dayRanges;
    private readonly int present;
    private readonly int missing;
    private readonly int truthy;
    private readonly int falsy;
    private readonly Trie prefixes;
    private readonly Trie suffixes;
    private readonly Trie fragments;
    private readonly GlobIndex globs;

    private CompiledColumn(Builder b, int rowCount)
    {
        (Attribute, Folded, Negated, locale) = (b.Attribute, AttributeNames.Fold(b.Attribute), b.Negated, b.Locale);
        sets = b.Sets.Build();
        hasTexts = b.Texts.Count > 0;
        texts = b.Texts.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        amounts = b.Amounts.ToFrozenDictionary();
        numberRanges = b.NumberRanges.IsEmpty ? null : b.NumberRanges.Build(rowCount);
        dayRanges = b.DayRanges.IsEmpty ? null : b.DayRanges.Build(rowCount);
        (present, missing, truthy, falsy) = (b.Present, b.Missing, b.Truthy, b.Falsy);
        (prefixes, suffixes, fragments) = (b.Prefixes.Seal(), b.Suffixes.Seal(), b.Fragments.Seal());
        globs = b.Globs.Build();
    }

    public string Attribute { get; }

    public string Folded { get; }

    public ulong[] Negated { get; }

    /// <summary>Overwrites <paramref name="found"/>.</summary>
    /// <param name="spare">Room of the same size.</param>
    public void Find(IReadOnlyList<string> values, Span<ulong> found, Span<ulong> spare)
    {
        found.Clear();
        var anyValue = false;
        Span<char> small = stackalloc char[256];
        for (var i = 0; i < values.Count; i++)
        {
            var value = values[i];
            if (string.IsNullOrWhiteSpace(value)) continue;
            if (value.Length <= small.Length / 2) Find(small[..Folding.Fold(value, small)], found, anyValue ? spare : found, spare);
            else FindLong(value, found, spare);
            anyValue = true;
        }
        if (anyValue && present >= 0) sets.AddTo(found, present);
        if (!anyValue && missing >= 0) sets.AddTo(found, missing);
    }

    private void FindLong(string value, Span<ulong> found, Span<ulong> spare)
    {
        var rented = ArrayPool<char>.Shared.Rent(value.Length * 2);
        Find(rented.AsSpan(0, Folding.Fold(value, rented)), found, spare, spare);
        ArrayPool<char>.Shared.Return(rented);
    }

    // An interval index overwrites, so it goes straight into the result only while that is empty.
    private void Find(ReadOnlySpan<char> value, Span<ulong> found, Span<ulong> firstRange, Span<ulong> spare)
    {
        if ((numberRanges is not null || amounts.Count > 0) && Numbers.TryReadValue(value, locale, out var number))
        {
            if (numberRanges is not null)
            {
                numberRanges.Find(number.Value, firstRange);
                if (firstRange != found) Bits.Or(found, firstRange);
                firstRange = spare;
            }
            if (!number.LeadingZero && amounts.TryGetValue(number.Value, out var amount)) sets.AddTo(found, amount);
        }
        if (dayRanges is not null && Dates.TryReadDay(value, out var day))
        {
            dayRanges.Find(day, spare);
            Bits.Or(found, spare);
        }
        if (hasTexts && texts.TryGetValue(value, out var text)) sets.AddTo(found, text);
        FindTruth(value, found);
        if (!prefixes.IsEmpty) prefixes.Starts(value, false, sets, found);
        if (!suffixes.IsEmpty) suffixes.Starts(value, true, sets, found);
        if (!fragments.IsEmpty) fragments.FindAll(value, sets, found);
        if (!globs.IsEmpty) globs.Find(value, sets, found);
    }

    private void FindTruth(ReadOnlySpan<char> value, Span<ulong> found)
    {
        if ((truthy < 0 && falsy < 0) || Words.TruthOf(value) is not { } truth) return;
        if ((truth ? truthy : falsy) is var set && set >= 0) sets.AddTo(found, set);
    }

    internal sealed class Builder(string attribute, int rowCount, NumberLocale locale)
    {
        public string Attribute { get; } = attribute;

        public NumberLocale Locale { get; } = locale;

        public ulong[] Negated { get; } = AllOf(rowCount);

        public RowSets.Builder Sets { get; } = new(rowCount);

        public Dictionary<string, int> Texts { get; } = new(StringComparer.Ordinal);

        public Dictionary<double, int> Amounts { get; } = [];

        public IntervalIndex.Builder NumberRanges { get; } = new();

        public IntervalIndex.Builder DayRanges { get; } = new();

        public Trie.Builder Prefixes { get; } = new();

        public Trie.Builder Suffixes { get; } = new();

        public Trie.Builder Fragments { get; } = new();

        public GlobIndex.Builder Globs { get; } = new();

        public int Present { get; private set; } = -1;

        public int Missing { get; private set; } = -1;

        public int Truthy { get; private set; } = -1;

        public int Falsy { get; private set; } = -1;

        public CompiledColumn Build() => new(this, rowCount);

        public void Add(int row, UnaryTest test)
        {
            if (!test.Negated) Negated[row >> 6] &= ~(1UL << row);
            foreach (var atom in test.Atoms) Add(row, atom);
        }

        private void Add(int row, Atom atom)
        {
            switch (atom)
            {
                case Atom.Present: Sets.Add(Present = Present < 0 ? Sets.New() : Present, row); break;
                case Atom.Missing: Sets.Add(Missing = Missing < 0 ? Sets.New() : Missing, row); break;
                case Atom.Truth { Value: true }: Sets.Add(Truthy = Truthy < 0 ? Sets.New() : Truthy, row); break;
                case Atom.Truth: Sets.Add(Falsy = Falsy < 0 ? Sets.New() : Falsy, row); break;
                case Atom.Is text: Sets.Add(SetOf(Texts, text.Folded), row); break;
                case Atom.IsNumber number: Sets.Add(SetOf(Amounts, number.Value), row); break;
                case Atom.Numbers range: NumberRanges.Add(row, range.Span); break;
                case Atom.Days range: DayRanges.Add(row, range.Span); break;
                case Atom.Contains part: Sets.Add(Fragments.SetOf(part.Folded, Sets.New), row); break;
                case Atom.Like like: Add(row, like.Glob); break;
            }
        }

        private void Add(int row, Glob glob)
        {
            var pattern = glob.Pattern;
            var inner = pattern.Trim('*');
            var set = inner.AsSpan().ContainsAny('*', '?') ? Globs.SetOf(glob, Sets.New)
                : pattern[0] == '*' && pattern[^1] == '*' ? Fragments.SetOf(inner, Sets.New)
                : pattern[0] == '*' ? Suffixes.SetOf(new string([.. inner.Reverse()]), Sets.New)
                : Prefixes.SetOf(inner, Sets.New);
            Sets.Add(set, row);
        }

        private int SetOf<T>(Dictionary<T, int> index, T key)
            where T : notnull => index.TryGetValue(key, out var set) ? set : index[key] = Sets.New();

        private static ulong[] AllOf(int rows)
        {
            var all = new ulong[Bits.WordsFor(rows)];
            for (var row = 0; row < rows; row++) Bits.Set(all, row);
            return all;
        }
    }
}
