using System.Diagnostics.CodeAnalysis;
using System.IO.MemoryMappedFiles;

namespace OpenGradient.Models.Files;

/// <summary>The memory of a mapped file, unmapped when nobody holds it any more.</summary>
/// <remarks>Nobody disposes of it: weights are read where they lie for as long as a model runs, and no run may find its memory gone.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "Whoever holds a part of the memory must find it mapped; the collector knows when the last part is let go.")]
internal sealed unsafe class FileMapping
{
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Maps a whole file for reading.</summary>
    public FileMapping(MemoryMappedFile file, long lengthBytes)
    {
        _view = file.CreateViewAccessor(0, lengthBytes, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        Start = pointer + _view.PointerOffset;
    }

    /// <summary>Lets the handle go, which unmaps.</summary>
    ~FileMapping() => _view.SafeMemoryMappedViewHandle.ReleasePointer();

    /// <summary>The first byte.</summary>
    public byte* Start { get; }
}
