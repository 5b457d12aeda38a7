namespace LeadRouter.Adapters.Tables;

/// <summary>Another process has the embedded store open; the message says which.</summary>
public sealed class StoreInUseException : IOException
{
    public StoreInUseException() { }

    public StoreInUseException(string message) : base(message) { }

    public StoreInUseException(string message, Exception inner) : base(message, inner) { }
}
