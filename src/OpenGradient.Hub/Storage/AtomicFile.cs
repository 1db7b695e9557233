namespace OpenGradient.Hub;

/// <summary>Small files that are either whole or not there.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside the file, flushes to disk, renames over it.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string temporaryPath = path + ".new";
        using (FileStream file = new(temporaryPath, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporaryPath, path, overwrite: true);
    }
}
