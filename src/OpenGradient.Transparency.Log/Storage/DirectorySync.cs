using System.Runtime.InteropServices;

namespace OpenGradient.Transparency.Log;

/// <summary>Makes the names in a directory durable: a file's fsync says nothing about its name (fsync(2), NOTES).</summary>
public static partial class DirectorySync
{
    /// <summary>Flushes a directory to the disk. On Windows there is no such call, and none is needed.</summary>
    /// <exception cref="IOException">The directory could not be opened or flushed.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        int handle = Open(directory, ReadOnly);
        if (handle < 0)
            throw Failed("opened", directory);
        try
        {
            if (Fsync(handle) != 0)
                throw Failed("flushed", directory);
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failed(string what, string directory) =>
        new($"The directory {directory} could not be {what}: {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);

    /// <summary>O_RDONLY, 0 on every Unix.</summary>
    private const int ReadOnly = 0;
}
