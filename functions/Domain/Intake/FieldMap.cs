namespace LeadRouter.Domain.Intake;

/// <summary>Where in a submission each attribute of the lead is found: a source's <c>Map</c>, parsed.</summary>
public sealed record FieldMap(IReadOnlyList<MappedField> Fields)
{
    /// <summary>The name of the map's entry that says where the submissions of a batch stand.</summary>
    public const string EachName = "Each";

    public static readonly FieldMap Empty = new([]);

    /// <summary>The list whose elements are a submission each; null when a body is one.</summary>
    public FieldExpression? Each { get; init; }
}

/// <param name="Attribute">In the product's spelling where it is one of its own.</param>
public sealed record MappedField(string Attribute, FieldExpression Value);

/// <summary><c>a + b | c</c>: of several alternatives the first that has a value; a join is its paths' values with a blank between.</summary>
public sealed record FieldExpression(IReadOnlyList<IReadOnlyList<FieldPath>> Alternatives);

/// <summary>A way into a submission. Keys are compared without case, accents and signs.</summary>
public sealed record FieldPath(string Text, IReadOnlyList<PathStep> Steps)
{
    public override string ToString() => Text;
}

public abstract record PathStep
{
    private PathStep()
    {
    }

    /// <summary><c>.name</c>, <c>[name]</c> or, with dots and signs in it, <c>["1.3"]</c>.</summary>
    public sealed record Key(string Name) : PathStep;

    /// <summary>The <see cref="Index.At"/> of <c>[-1]</c>: the last element, however many there are.</summary>
    public const int Last = -1;

    /// <summary><c>[0]</c>: an element of an array, or a key of digits; <c>[-1]</c> the last one.</summary>
    public sealed record Index(int At) : PathStep;

    /// <summary><c>[field.ref=email]</c>: the first element whose sub-path has this value.</summary>
    public sealed record First(FieldPath SubPath, string Value) : PathStep;

    /// <summary><c>:json</c>: the text here is JSON; go on inside.</summary>
    public sealed record Json : PathStep;
}
