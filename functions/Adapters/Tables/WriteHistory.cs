namespace LeadRouter.Adapters.Tables;

/// <summary>
/// The last writes of a row, newest first, as the row itself remembers them: one token a write, in a property that callers never see.
/// It is how a writer whose reply was lost finds its own write again, even below the writes of others.
/// </summary>
internal readonly record struct WriteHistory(string Tokens)
{
    public const string Property = "_writes";

    /// <summary>What the property takes of a row's 1 MiB.</summary>
    public const int RowBytes = 8 + 2 * 7 + 4 + 2 * Depth * (TokenChars + 1);

    private const int Depth = 8;
    private const int TokenChars = 10;

    public static readonly WriteHistory None = new("");
}
