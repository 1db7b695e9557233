using System.IO.MemoryMappedFiles;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Files;

/// <summary>A file mapped into memory for reading; parts of it are handed out without copying.</summary>
/// <remarks>
/// Parts stay valid as long as somebody holds them, also after <see cref="Dispose"/>. The file must not be shortened while it is mapped: the operating system
/// would end the process.
/// </remarks>
internal sealed class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly FileMapping _mapping;
    private bool _isDisposed;

    private MappedFile(MemoryMappedFile file, long lengthBytes)
    {
        _file = file;
        LengthBytes = lengthBytes;
        _mapping = new FileMapping(file, lengthBytes);
    }

    /// <summary>The length of the file, in bytes.</summary>
    public long LengthBytes { get; }

    /// <summary>Maps the file at <paramref name="path"/>.</summary>
    /// <exception cref="InvalidInputException">There is no such file, or it is empty.</exception>
    public static MappedFile Open(string path)
    {
        if (!File.Exists(path))
            throw RegularFile.Missing(path);

        // Asked before it is opened: a pipe has no length, and who opens one waits until somebody writes.
        if (new FileInfo(path) is { Length: 0, LinkTarget: null })
            throw Empty(path);
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.Length == 0)
        {
            stream.Dispose();
            throw Empty(path);
        }

        long lengthBytes = stream.Length;
        return new MappedFile(
            MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false),
            lengthBytes);
    }

    /// <summary>A part of the file.</summary>
    public ReadOnlyMemory<byte> Slice(long offset, int lengthBytes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, LengthBytes - lengthBytes);
        return new MappedMemory(_mapping, offset, lengthBytes).Memory;
    }

    /// <summary>Closes the file and gives out no more of it; parts that were given out stay valid.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _file.Dispose();
    }

    private static InvalidInputException Empty(string path) => new(InvalidInputKind.Malformed, path, "The file is empty.");
}
