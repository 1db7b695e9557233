using System.IO.MemoryMappedFiles;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Files;

/// <summary>A file mapped into memory for reading; parts of it are handed out without copying.</summary>
/// <remarks>The file must not be shortened while it is mapped: the operating system would end the process.</remarks>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private bool _isDisposed;

    private MappedFile(MemoryMappedFile file, long lengthBytes)
    {
        _file = file;
        LengthBytes = lengthBytes;
        _view = file.CreateViewAccessor(0, lengthBytes, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _start = pointer + _view.PointerOffset;
    }

    /// <summary>The length of the file, in bytes.</summary>
    public long LengthBytes { get; }

    /// <summary>Maps the file at <paramref name="path"/>.</summary>
    /// <exception cref="InvalidInputException">There is no such file, or it is empty.</exception>
    public static MappedFile Open(string path)
    {
        if (!File.Exists(path))
            throw new InvalidInputException(InvalidInputKind.NotFound, path, "There is no such file.");

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

    /// <summary>A part of the file, valid until <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Slice(long offset, int lengthBytes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, LengthBytes - lengthBytes);
        return new MappedMemory(this, _start + offset, lengthBytes).Memory;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static InvalidInputException Empty(string path) => new(InvalidInputKind.Malformed, path, "The file is empty.");
}
