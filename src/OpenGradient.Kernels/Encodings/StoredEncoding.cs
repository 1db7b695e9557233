namespace OpenGradient.Kernels;

/// <summary>How weights are stored: blocks of a fixed number of elements, each widened to binary32 by exec-1's arithmetic.</summary>
/// <param name="Name">The name in a Program's constants.</param>
/// <param name="BlockElements">Elements in a block.</param>
/// <param name="BlockBytes">Bytes of a block.</param>
/// <param name="WidenBlock">From one block to its elements.</param>
internal sealed record StoredEncoding(string Name, int BlockElements, int BlockBytes, StoredEncoding.BlockWidener WidenBlock)
{
    /// <summary>Widens one block.</summary>
    public delegate void BlockWidener(ReadOnlySpan<byte> block, Span<float> elements);

    /// <summary>The size of so many elements, in bytes; they must be whole blocks.</summary>
    public long LengthBytes(long elementCount) => checked(elementCount / BlockElements * BlockBytes);

    /// <summary>Widens whole blocks; every NaN leaves in the one form.</summary>
    public void Widen(ReadOnlySpan<byte> encoded, Span<float> elements)
    {
        for (int block = 0; block < elements.Length / BlockElements; block++)
        {
            Span<float> target = elements.Slice(block * BlockElements, BlockElements);
            WidenBlock(encoded.Slice(block * BlockBytes, BlockBytes), target);
            foreach (ref float element in target)
                element = CanonicalNaN.Of(element);
        }
    }
}
