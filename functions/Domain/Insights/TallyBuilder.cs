namespace LeadRouter.Domain.Insights;

/// <summary>Builds the small tally of one lead; a <see cref="TallySum"/> for each would be mostly zeros.</summary>
internal sealed class TallyBuilder
{
    private readonly List<Counter> counters = [];
    private readonly List<NamedCounter> named = [];

    public void Count(Figure figure, long count = 1) => counters.Add(new Counter((ushort)figure, count));

    public void CountIf(bool counts, Figure figure)
    {
        if (counts) Count(figure);
    }

    public void Count(Named kind, string name) => named.Add(new NamedCounter(kind, name, 1));

    public void Time(Measure measure, TimeSpan span) => counters.Add(new Counter((ushort)Tally.CodeOf(measure, span), 1));

    public Tally ToTally()
    {
        counters.Sort((a, b) => a.Code.CompareTo(b.Code));
        named.Sort((a, b) => a.CompareTo(b));
        for (var i = counters.Count - 1; i > 0; i--)
        {
            if (counters[i].Code != counters[i - 1].Code) continue;
            counters[i - 1] = counters[i] with { Count = counters[i].Count + counters[i - 1].Count };
            counters.RemoveAt(i);
        }
        for (var i = named.Count - 1; i > 0; i--)
        {
            if (named[i].CompareTo(named[i - 1]) != 0) continue;
            named[i - 1] = named[i] with { Count = named[i].Count + named[i - 1].Count };
            named.RemoveAt(i);
        }
        counters.RemoveAll(c => c.Count == 0);
        return Tally.Of([.. counters], [.. named]);
    }
}
