using System.Text;
using System.Text.Json;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Intake;

/// <summary>One submission of a delivery, read by the map of its source.</summary>
/// <param name="Fields">Attributes that the map names, then every other field as the form sent it.</param>
/// <param name="Key">The provider's own id of it; null when the source names none or the form sent none.</param>
/// <param name="Body">Its own bytes: the whole body, or its part of a batch.</param>
public sealed record SubmissionForm(FormFields Fields, string? Key, ReadOnlyMemory<byte> Body, string ContentType)
{
    /// <summary>Why this part of a batch cannot be read, whose others can; null as a rule.</summary>
    public string? Problem { get; init; }
}

/// <summary>What a body holds for a source.</summary>
public abstract record Delivery
{
    /// <param name="IsBatch">The sender speaks of several at once, even when it is one this time.</param>
    public sealed record Forms(IReadOnlyList<SubmissionForm> All, bool IsBatch) : Delivery;

    public sealed record Unreadable(string Problem) : Delivery;

    public sealed record Unsupported(string Problem) : Delivery;
}

/// <summary>From the bytes of a delivery to its submissions, by a source's row. Never throws, whatever the bytes are.</summary>
public static class SubmissionReader
{
    private const string Json = "application/json";

    /// <param name="source">Null for one that nobody knows: its fields are read as they are.</param>
    public static Delivery Read(SourceRow? source, string? contentType, ReadOnlyMemory<byte> body)
    {
        switch (FormReader.Read(contentType, body.Span, source?.Shape == SourceShape.Brackets))
        {
            case FormReading.Unsupported unsupported:
                return new Delivery.Unsupported(unsupported.Problem);
            case FormReading.Unreadable broken:
                return new Delivery.Unreadable(broken.Problem);
            case FormReading.Read { IsArray: true } many:
                return Limited([.. many.All.SelectMany(one => Of(source, one, BytesOf(one), Json))], isBatch: true);
            case FormReading.Read { All: [var one] }:
                var forms = Of(source, one, body, contentType!);
                return Limited(forms, forms.Length > 1 || Elements(source, one).Count > 0);
            default:
                return new Delivery.Unreadable("The body holds no submission");
        }
    }

    private static Delivery Limited(SubmissionForm[] forms, bool isBatch)
    {
        if (forms.Length > FormReader.MaxBatch) return new Delivery.Unreadable($"{forms.Length} leads in one delivery; at most {FormReader.MaxBatch} are read");
        return Array.TrueForAll(forms, form => form.Problem is not null) ? new Delivery.Unreadable(forms[0].Problem!) : new Delivery.Forms(forms, isBatch);
    }

    /// <summary>The fields of one form by a source's map: the attributes that it names, then the others under their own names.</summary>
    public static FormFields Map(SourceRow? source, FormValue.Group form)
    {
        if (source is null || source.Fields.Fields.Count == 0) return form.Flat(named: source?.Shape == SourceShape.List);
        var reader = new FieldReader(source.Shape == SourceShape.List);
        var mapped = source.Fields.Fields
            .Select(f => KeyValuePair.Create(f.Attribute, reader.Read(f.Value, form)))
            .Where(f => f.Value.Count > 0).ToList();
        var names = mapped.Select(f => AttributeNames.Fold(f.Key)).ToHashSet();
        var others = form.Flat(reader.Used, named: source.Shape is SourceShape.List or SourceShape.Ids).All;
        return new FormFields([.. mapped, .. others.Where(f => !names.Contains(AttributeNames.Fold(f.Key)))]);
    }

    private static SubmissionForm[] Of(SourceRow? source, FormValue.Group form, ReadOnlyMemory<byte> body, string contentType) =>
        Elements(source, form) is { Count: > 0 } all
            ? [.. all.SelectMany(one => One(source, one, BytesOf(one), Json))]
            : One(source, form, body, contentType);

    /// <summary>The submissions of a batch that is an object with a list in it. An element alone, as it is stored, is no batch.</summary>
    private static List<FormValue.Group> Elements(SourceRow? source, FormValue.Group form)
    {
        if (source?.Fields.Each is not { } each) return [];
        var reader = new FieldReader(options: false);
        var lists = each.Alternatives.SelectMany(join => join).SelectMany(path => reader.Follow(path, form)).OfType<FormValue.Items>();
        List<FormValue.Group> all = [.. lists.SelectMany(list => list.Submissions())];
        // A list of texts is a field with several values.
        return all.Exists(one => one.Source?.ValueKind == JsonValueKind.Object) ? all : [];
    }

    private static SubmissionForm[] One(SourceRow? source, FormValue.Group form, ReadOnlyMemory<byte> body, string contentType)
    {
        if (form.Problem is { } problem) return [new SubmissionForm(new FormFields([]), null, body, contentType) { Problem = problem }];
        if (source is { Shape: SourceShape.Ids, Idempotency.Alternatives: [[var path, ..], ..] }) return Ids(source, path, form, body, contentType);
        var key = source?.Idempotency is { } expression ? new FieldReader(options: false).Read(expression, form) : [];
        return [new SubmissionForm(Map(source, form), key.Count == 0 ? null : string.Join(' ', key), body, contentType)];
    }

    /// <summary>A delivery of ids alone: each place that the key's path reaches is a lead, which has to be fetched.</summary>
    private static SubmissionForm[] Ids(SourceRow source, FieldPath path, FormValue.Group form, ReadOnlyMemory<byte> body, string contentType)
    {
        var all = new Dictionary<string, SubmissionForm>(StringComparer.Ordinal);
        var holders = Holders(path, form);
        foreach (var holder in holders)
            if (Named(path.Steps[^1], holder) is { } id)
                all.TryAdd(id, new SubmissionForm(Under(id, Map(source, holder)), id, holders.Count == 1 ? body : BytesOf(holder), holders.Count == 1 ? contentType : Json));
        return all.Count > 0 ? [.. all.Values] : [new SubmissionForm(Map(source, form), null, body, contentType)];
    }

    /// <summary>The groups that hold an id; a part of an earlier delivery holds it itself.</summary>
    private static List<FormValue.Group> Holders(FieldPath path, FormValue.Group form)
    {
        var above = new FieldReader(options: false).Follow(new FieldPath(path.Text, [.. path.Steps.SkipLast(1)]), form);
        List<FormValue.Group> holders = [.. above.SelectMany(v => v is FormValue.Items items ? items.All : [v]).OfType<FormValue.Group>()];
        return holders.Count > 0 ? holders : [form];
    }

    private static string? Named(PathStep step, FormValue.Group holder) => new FieldReader(options: false).Texts(new FieldPath("", [step]), holder) is [var id, ..] ? id : null;

    private static FormFields Under(string id, FormFields fields) =>
        new([.. fields.All.Where(f => f.Key != "ExternalId"), KeyValuePair.Create<string, IReadOnlyList<string>>("ExternalId", [id])]);

    private static byte[] BytesOf(FormValue.Group one) => one.Source is { } json ? Encoding.UTF8.GetBytes(json.GetRawText()) : [];
}
