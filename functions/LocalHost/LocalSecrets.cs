using System.Security.Cryptography;

namespace LeadRouter.LocalHost;

/// <summary>Secrets of a local store: made at first start and kept beside it, readable by their owner only.</summary>
internal static class LocalSecrets
{
    /// <summary>The secret of this name; a new one when there is none.</summary>
    public static string Of(string folder, string name)
    {
        var path = Path.Combine(folder, $"{name}.secret");
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } kept) return kept;
        var made = New();
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(path, options)) file.WriteLine(made);
        return made;
    }

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
}
