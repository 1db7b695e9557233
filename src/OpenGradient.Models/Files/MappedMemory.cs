using System.Buffers;

namespace OpenGradient.Models.Files;

/// <summary>Lends a part of a <see cref="MappedFile"/> as <see cref="Memory{T}"/>.</summary>
/// <remarks>It keeps the file mapped.</remarks>
internal sealed unsafe class MappedMemory(FileMapping mapping, long offset, int lengthBytes) : MemoryManager<byte>
{
    private readonly FileMapping _mapping = mapping;

    /// <inheritdoc/>
    // SAFETY: MappedFile.Slice checked offset and length against the mapping, which _mapping keeps.
    public override Span<byte> GetSpan()
    {
        return new Span<byte>(_mapping.Start + offset, lengthBytes);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)lengthBytes);
        return new MemoryHandle(_mapping.Start + offset + elementIndex);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
