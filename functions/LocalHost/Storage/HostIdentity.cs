namespace LeadRouter.LocalHost.Storage;

/// <summary>
/// Who this host is among those that share a store: a name that stays with its data folder, which one process at a time can hold. So a
/// process that finds its own name in the store knows that whoever left it there is dead, or itself.
/// </summary>
internal sealed class HostIdentity : IDisposable
{
    private readonly FileStream held;

    private HostIdentity(string name, FileStream held) => (Name, this.held) = (name, held);

    public string Name { get; }

    public static HostIdentity Of(string folder)
    {
        var held = Hold(folder);
        return new HostIdentity($"{Environment.MachineName}-{LocalSecrets.Of(folder, "host")[..12]}", held);
    }

    public void Dispose() => held.Dispose();

    private static FileStream Hold(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "host-lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy) when (busy.GetType() == typeof(IOException))
        {
            throw new IOException($"The data folder {folder} is in use by another process. Hosts on one store need a folder each (--data).", busy);
        }
    }
}
