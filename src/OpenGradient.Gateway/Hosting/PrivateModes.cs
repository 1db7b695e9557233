using System.Collections.Immutable;

namespace OpenGradient.Gateway;

/// <summary>Takes from other users of the machine what they may read or enter of a node's data, where somebody left it to them.</summary>
internal static class PrivateModes
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly string[] Own = ["keys", "lock", "log", "models", "node.db", "node.db-shm", "node.db-wal", "proof-keys", "proofs", "votes"];

    /// <summary>Makes the directory, its keys and its database their owner's alone; returns the paths that were not.</summary>
    public static ImmutableArray<string> Tighten(string dataDirectory) =>
        OperatingSystem.IsWindows() ? [] : [.. Secrets(dataDirectory).Where(CloseToOthers)];

    private static IEnumerable<string> Secrets(string dataDirectory)
    {
        // A directory that holds other things too is not the node's to close.
        if (Directory.EnumerateFileSystemEntries(dataDirectory).All(static path => Own.Contains(Path.GetFileName(path))))
            yield return dataDirectory;
        foreach (string folder in new[] { "keys", "proof-keys", "proofs" }.Select(name => Path.Combine(dataDirectory, name)).Where(Directory.Exists))
            yield return folder;
        string[] keys = [.. new[] { "keys", "proof-keys" }.Select(name => Path.Combine(dataDirectory, name)).Where(Directory.Exists)];
        IEnumerable<string> files = Directory.EnumerateFiles(dataDirectory, "node.db*");
        foreach (string path in files.Concat(keys.SelectMany(Directory.EnumerateFiles)))
            yield return path;
    }

    private static bool CloseToOthers(string path)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == 0)
            return false;
        try
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) & ~Others);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's, who let this one in on purpose: a mounted volume, say.
            return false;
        }
    }
}
