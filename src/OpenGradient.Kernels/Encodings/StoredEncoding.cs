using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>How weights are stored: blocks of a fixed number of elements, each widened to binary32 by exec-1's arithmetic.</summary>
/// <param name="Name">The name in a Program's constants.</param>
/// <param name="BlockElements">Elements in a block.</param>
/// <param name="BlockBytes">Bytes of a block.</param>
/// <param name="WidenBlocks">From whole blocks to their elements.</param>
internal sealed record StoredEncoding(string Name, int BlockElements, int BlockBytes, StoredEncoding.BlockWidener WidenBlocks)
{
    /// <summary>Widens whole blocks.</summary>
    public delegate void BlockWidener(ReadOnlySpan<byte> blocks, Span<float> elements);

    /// <summary>The size of so many elements, in bytes; they must be whole blocks.</summary>
    public long LengthBytes(long elementCount) => checked(elementCount / BlockElements * BlockBytes);

    /// <summary>Widens whole blocks; every NaN leaves in the one form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Widen(ReadOnlySpan<byte> encoded, Span<float> elements)
    {
        WidenBlocks(encoded, elements);
        foreach (ref float element in elements)
            element = CanonicalNaN.Of(element);
    }
}
