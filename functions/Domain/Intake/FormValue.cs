using System.Text.Json;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Intake;

/// <summary>A submission as a tree, whatever it was written in.</summary>
public abstract class FormValue
{
    private FormValue()
    {
    }

    public sealed class Text(string value) : FormValue
    {
        public string Value => value;
    }

    /// <param name="elements">Of the JSON array it was read from, if it was, and what each of them was read as.</param>
    public sealed class Items(IReadOnlyList<FormValue> all, IReadOnlyList<(JsonElement Json, FormValue? Value)>? elements = null) : FormValue
    {
        public IReadOnlyList<FormValue> All => all;

        /// <summary>Every element of a JSON array as a submission of its own; of each may be told that it is none.</summary>
        public IEnumerable<Group> Submissions() => (elements ?? [])
            .Select(element => element.Value is Group group ? group.Limited() : new Group([], element.Json) { Problem = "An element of the array is not a JSON object" });
    }

    /// <summary>Named values in the order of the form; a name that comes twice has several values.</summary>
    /// <param name="source">The JSON it was read from, if it was.</param>
    public sealed class Group(IReadOnlyList<KeyValuePair<string, FormValue>> members, JsonElement? source = null) : FormValue
    {
        private Dictionary<string, FormValue>? byFolded;

        public IReadOnlyList<KeyValuePair<string, FormValue>> Members => members;

        public JsonElement? Source => source;

        /// <summary>Why it is no submission; null when it may be one.</summary>
        public string? Problem { get; init; }

        internal static Group Of(NamedValues<FormValue> members, JsonElement? source = null) =>
            new([.. members.Entries.Select(m => KeyValuePair.Create(m.Name, m.All is { } all ? new Items(all) : m.First))], source);

        /// <summary>The same, with its problem when it has more fields than are read.</summary>
        public Group Limited() => !HasFew(this) && Flat().All.Count is > FormReader.MaxFields and var count
            ? new Group(members, source) { Problem = $"{count} fields; at most {FormReader.MaxFields} are read" }
            : this;

        // Nearly every form is far below the limit: its texts are counted, and not collected only to be counted.
        private static bool HasFew(FormValue form) => Texts(form) <= FormReader.MaxFields;

        private static int Texts(FormValue value) => value switch
        {
            Items items => items.All.Sum(Texts),
            Group group => group.Members.Sum(m => Texts(m.Value)),
            _ => 1,
        };

        /// <summary>The member of exactly this name, else of one that differs in case, accents and signs only.</summary>
        public FormValue? Find(string name)
        {
            foreach (var member in members)
                if (member.Key == name) return member.Value;
            return (byFolded ??= Folded()).GetValueOrDefault(AttributeNames.Fold(name));
        }

        private Dictionary<string, FormValue> Folded()
        {
            var all = new Dictionary<string, FormValue>(members.Count);
            foreach (var (name, value) in members) all.TryAdd(AttributeNames.Fold(name), value);
            return all;
        }
    }

    /// <summary>Every text with the names on the way to it, joined by dots; elements of a list share a name.</summary>
    /// <param name="except">Branches that are left out.</param>
    /// <param name="named">Lists of named values (<c>{key, value}</c>) read as fields of these names.</param>
    public FormFields Flat(IReadOnlySet<FormValue>? except = null, bool named = false)
    {
        var flat = new FlatFields(except, named, (this as Group)?.Members.Count ?? 0);
        flat.Add("", this);
        return flat.Done();
    }
}

/// <summary>Values by name, in the order in which the names first came. A name that comes again has several values.</summary>
/// <param name="capacity">Names that are expected.</param>
internal sealed class NamedValues<T>(int capacity)
{
    // So few names are compared one after the other in less time than a dictionary takes to be made.
    private const int Few = 16;

    private readonly List<(string Name, T First, List<T>? All)> entries = new(capacity);
    private Dictionary<string, int>? places;

    /// <summary>All values of a name; null when there is only the first.</summary>
    public IReadOnlyList<(string Name, T First, List<T>? All)> Entries => entries;

    public void Add(string name, T value)
    {
        var place = PlaceOf(name);
        if (place < 0)
        {
            places?.Add(name, entries.Count);
            entries.Add((name, value, null));
            return;
        }
        // Nearly every name comes once, and a list for each of them would be most of what reading a form costs.
        if (entries[place].All is null) entries[place] = entries[place] with { All = [entries[place].First] };
        entries[place].All!.Add(value);
    }

    private int PlaceOf(string name)
    {
        if (entries.Count >= Few)
        {
            places ??= entries.Select((entry, place) => (entry.Name, place)).ToDictionary(e => e.Name, e => e.place, StringComparer.Ordinal);
            return places.GetValueOrDefault(name, -1);
        }

        for (var place = 0; place < entries.Count; place++)
            if (entries[place].Name == name) return place;
        return -1;
    }
}

/// <summary>A tree as a flat list of names and texts.</summary>
/// <param name="capacity">Texts that are expected.</param>
internal sealed class FlatFields(IReadOnlySet<FormValue>? except, bool named, int capacity)
{
    // What builders call the name and the value of one of their fields, the more readable first.
    private static readonly string[] Names = ["label", "title", "column_name", "key", "name", "column_id", "ref", "id"];
    private static readonly string[] Values = ["value", "values", "string_value", "answer"];

    private readonly NamedValues<string> texts = new(capacity);

    public void Add(string name, FormValue value)
    {
        if (except?.Contains(value) == true) return;
        switch (value)
        {
            case FormValue.Text text:
                if (name.Length > 0) texts.Add(name, text.Value);
                break;
            case FormValue.Items items:
                foreach (var item in items.All) AddItem(name, item);
                break;
            case FormValue.Group group:
                foreach (var (member, inner) in group.Members) Add(name.Length == 0 ? member : $"{name}.{member}", inner);
                break;
        }
    }

    public FormFields Done() => new([.. texts.Entries.Select(t => KeyValuePair.Create<string, IReadOnlyList<string>>(t.Name, t.All is { } all ? all : [t.First]))]);

    private void AddItem(string name, FormValue item)
    {
        if (named && item is FormValue.Group group && NamedValue(group) is { } found) Add(found.Name, found.Value);
        else Add(name, item);
    }

    private static (string Name, FormValue Value)? NamedValue(FormValue.Group group)
    {
        var name = Names.Select(group.Find).OfType<FormValue.Text>().FirstOrDefault();
        var value = Values.Select(group.Find).FirstOrDefault(v => v is not null);
        return name is null || value is null ? null : (name.Value, value);
    }
}
