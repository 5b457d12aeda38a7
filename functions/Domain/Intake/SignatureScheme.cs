namespace LeadRouter.Domain.Intake;

public enum SecretPlace
{
    Header,
    Query,
    Body,
}

public enum SignatureEncoding
{
    Hex,
    Base64,
}

/// <summary>How a sender proves itself: a source's <c>Signature</c>, parsed. A provider is a row, never a class.</summary>
public abstract record SignatureScheme
{
    public static readonly TimeSpan DefaultTolerance = TimeSpan.FromMinutes(5);

    private SignatureScheme()
    {
    }

    public sealed record None : SignatureScheme;

    /// <summary>The secret itself comes along, and is dropped before anything is stored.</summary>
    public sealed record SharedSecret(SecretPlace In, string Name) : SignatureScheme;

    /// <param name="Header">Holds the signature, perhaps among other parts (<c>t=…,v1=…</c>).</param>
    /// <param name="Part">The name of the part that is the signature; null when the header is nothing else.</param>
    /// <param name="Timestamp">The header, or with <paramref name="Part"/> the part, that holds the time; null: not signed.</param>
    /// <param name="Id">The header that holds the id, when one is signed.</param>
    public sealed record Hmac(
        string Header, IReadOnlyList<SignedPart> Sign, SignatureEncoding Encode, string Prefix, string? Part, string? Timestamp, string? Id,
        TimeSpan Tolerance) : SignatureScheme;

    public sealed record StandardWebhooks(TimeSpan Tolerance) : SignatureScheme;
}

/// <summary>A piece of the signed text.</summary>
public abstract record SignedPart
{
    private SignedPart()
    {
    }

    public sealed record Literal(string Text) : SignedPart;

    public sealed record Field(SignedField Name) : SignedPart;
}

public enum SignedField
{
    Body,
    Timestamp,
    Id,
    Method,
    Url,
}
