namespace OpenGradient.Transparency.Log;

/// <summary>Files that hold secrets: readable by their owner only, and whole or not there.</summary>
/// <remarks>
/// Crash note: the secret is flushed to disk under another name before the rename that makes it the key, and the rename is flushed
/// before the key is used. So nothing is ever signed with a key that a loss of power could take back.
/// </remarks>
public static class PrivateFile
{
    /// <summary>Writes the file with mode 0600, replacing an older one in one step.</summary>
    public static void Write(string path, ReadOnlySpan<byte> secret)
    {
        string temporaryPath = path + ".new";
        File.Delete(temporaryPath);
        using (FileStream file = new(temporaryPath, Options()))
        {
            file.Write(secret);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporaryPath, path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Makes an empty file with mode 0600 where there is none.</summary>
    public static void CreateIfMissing(string path)
    {
        if (!Path.Exists(path))
            new FileStream(path, Options()).Dispose();
    }

    private static FileStreamOptions Options()
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
