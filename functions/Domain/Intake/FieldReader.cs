using System.Globalization;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Intake;

/// <summary>Follows the paths of a field map through a submission.</summary>
/// <param name="options">A value that is the id of one of its field's options reads as that option's text.</param>
public sealed class FieldReader(bool options)
{
    private static readonly string[] OptionTexts = ["text", "label", "name", "title", "value"];

    private readonly HashSet<FormValue> used = [];

    /// <summary>Every branch that an expression has read from.</summary>
    public IReadOnlySet<FormValue> Used => used;

    /// <summary>The texts of the first alternative that has any; a join is one text.</summary>
    public IReadOnlyList<string> Read(FieldExpression expression, FormValue root)
    {
        foreach (var join in expression.Alternatives)
        {
            var parts = join.Select(path => Texts(path, root)).ToList();
            if (parts.TrueForAll(p => p.Count == 0)) continue;
            return parts is [var one] ? one : [string.Join(' ', parts.Where(p => p.Count > 0).Select(p => string.Join(", ", p)))];
        }
        return [];
    }

    /// <summary>Every text that the path reaches and that is not blank.</summary>
    public IReadOnlyList<string> Texts(FieldPath path, FormValue root)
    {
        var ends = Follow(path, root);
        used.UnionWith(ends);
        return [.. ends.SelectMany(Leaves).Where(text => !string.IsNullOrWhiteSpace(text))];
    }

    /// <summary>Every value that the path reaches; several where a list is on the way.</summary>
    public IReadOnlyList<FormValue> Follow(FieldPath path, FormValue root)
    {
        List<FormValue> here = [root];
        foreach (var step in path.Steps)
        {
            here = [.. here.SelectMany(value => Step(step, value))];
            if (here.Count == 0) break;
        }
        return here;
    }

    private IEnumerable<FormValue> Step(PathStep step, FormValue value) => step switch
    {
        PathStep.Key key => Key(key.Name, value),
        PathStep.Index index => At(index.At, value),
        PathStep.First first => Elements(value).Where(e => Matches(first, e)).Take(1),
        PathStep.Json when value is FormValue.Text text => JsonForms.Parse(text.Value) is { } inner ? [inner] : [],
        _ => [],
    };

    private IEnumerable<FormValue> Key(string name, FormValue value) => value switch
    {
        FormValue.Group group when group.Find(name) is { } found => [options ? Chosen(group, found) : found],
        FormValue.Items items => items.All.OfType<FormValue.Group>().SelectMany(g => Key(name, g)),
        _ => [],
    };

    private static IEnumerable<FormValue> At(int index, FormValue value)
    {
        if (value is FormValue.Group group) return group.Find(index.ToString(CultureInfo.InvariantCulture)) is { } found ? [found] : index is 0 or PathStep.Last ? [value] : [];
        var all = Elements(value);
        var at = index == PathStep.Last ? all.Count - 1 : index;
        return at >= 0 && at < all.Count ? [all[at]] : [];
    }

    private static IReadOnlyList<FormValue> Elements(FormValue value) => value switch
    {
        FormValue.Items items => items.All,
        FormValue.Group group => [.. group.Members.Select(m => m.Value)],
        _ => [value],
    };

    private bool Matches(PathStep.First first, FormValue element)
    {
        var wanted = AttributeNames.Fold(first.Value);
        return Follow(first.SubPath, element).SelectMany(Leaves).Any(text => AttributeNames.Fold(text) == wanted);
    }

    private FormValue Chosen(FormValue.Group field, FormValue value)
    {
        if (field.Find("options") is not FormValue.Items { All: var all } || Leaves(value).ToList() is not { Count: > 0 } chosen) return value;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in all.OfType<FormValue.Group>())
            if (option.Find("id") is FormValue.Text id && OptionTexts.Select(option.Find).OfType<FormValue.Text>().FirstOrDefault() is { } text)
                texts.TryAdd(id.Value, text.Value);
        used.Add(value);
        return new FormValue.Items([.. chosen.Select(c => new FormValue.Text(texts.GetValueOrDefault(c, c)))]);
    }

    private static IEnumerable<string> Leaves(FormValue value) => value switch
    {
        FormValue.Text text => [text.Value],
        FormValue.Items items => items.All.SelectMany(Leaves),
        _ => [],
    };
}
