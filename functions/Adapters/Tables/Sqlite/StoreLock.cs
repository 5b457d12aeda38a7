using System.Globalization;

namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>
/// Keeps a second process out of a store. It is the operating system's lock on a file beside the store, so it ends with the process,
/// however that ends. The holder's name is in a file of its own, since a locked file cannot be read; it only serves the message.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream file;

    private StoreLock(FileStream file) => this.file = file;

    public static StoreLock Take(string storePath)
    {
        var holder = storePath + ".holder";
        var storeLock = new StoreLock(Open(storePath, holder));
        SignIn(holder);
        return storeLock;
    }

    public void Dispose() => file.Dispose();

    private static string Me => string.Create(
        CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName} ({Path.GetFileName(Environment.ProcessPath)})");

    private static void SignIn(string holder)
    {
        try
        {
            File.WriteAllText(holder, Me);
        }
        catch (IOException)
        {
            // A full disk keeps nobody from reading; only the message will know less.
        }
    }

    private static FileStream Open(string storePath, string holder)
    {
        try
        {
            return new FileStream(storePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            throw new StoreInUseException($"The store {storePath} is in use by {Holder(holder)}. One process at a time can open it.", e);
        }
    }

    private static string Holder(string path) => File.Exists(path) ? File.ReadAllText(path) : "another process";
}
