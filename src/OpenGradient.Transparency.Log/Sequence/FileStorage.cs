using Microsoft.Win32.SafeHandles;

namespace OpenGradient.Transparency.Log;

/// <summary>A file, written in place.</summary>
internal sealed class FileStorage(string path, FileAccess access = FileAccess.ReadWrite) : ISequenceStorage
{
    private readonly SafeFileHandle _handle = File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite);

    public long Length => RandomAccess.GetLength(_handle);

    public int Read(Span<byte> destination, long offset)
    {
        int total = 0;
        while (total < destination.Length && RandomAccess.Read(_handle, destination[total..], offset + total) is int read and > 0)
            total += read;
        return total;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        try
        {
            RandomAccess.Write(_handle, source, offset);
        }
        catch (ArgumentOutOfRangeException error)
        {
            // What the platform makes of EFBIG, alone among the errors of a write.
            throw new IOException("The file would be larger than the file system or a limit of this process lets it be.", error);
        }
    }

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();
}
