namespace LeadRouter.LocalHost;

/// <summary>What the command line of <c>leadrouter serve</c> says.</summary>
/// <param name="Urls">Where to listen.</param>
/// <param name="Data">Folder of the embedded store, the keys and the mailbox.</param>
/// <param name="Key">The editor key; null makes one that is kept in the data folder.</param>
public sealed record HostArguments(string Urls, string Data, string? Key, bool VirtualClock)
{
    public const string DefaultUrls = "http://127.0.0.1:7071";
    public const string DefaultData = ".data";
}
