using System.Buffers;

namespace OpenGradient.Models.Files;

/// <summary>Lends a part of a <see cref="MappedFile"/> as <see cref="Memory{T}"/>.</summary>
/// <remarks>It keeps the mapping alive against garbage collection, not against disposal.</remarks>
internal sealed unsafe class MappedMemory(MappedFile owner, byte* start, int lengthBytes) : MemoryManager<byte>
{
    private readonly object _owner = owner;

    /// <inheritdoc/>
    // SAFETY: MappedFile.Slice checked start and length against the mapping, which _owner keeps.
    public override Span<byte> GetSpan()
    {
        GC.KeepAlive(_owner);
        return new Span<byte>(start, lengthBytes);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)lengthBytes);
        return new MemoryHandle(start + elementIndex);
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
