namespace LeadRouter.LocalHost;

/// <summary>What the command line of <c>leadrouter serve</c> says.</summary>
/// <param name="Urls">Where to listen.</param>
/// <param name="Data">Folder of the embedded store, the keys and the mailbox.</param>
/// <param name="Key">The editor key; null makes one that is kept with the store.</param>
/// <param name="Storage">A connection string or the URL of a table service; null is the embedded store.</param>
public sealed record HostArguments(string Urls, string Data, string? Key, bool VirtualClock, string? Storage = null)
{
    public const string DefaultUrls = "http://127.0.0.1:7071";
    public const string DefaultData = ".data";
}
