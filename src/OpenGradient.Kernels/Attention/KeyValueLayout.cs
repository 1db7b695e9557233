using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Where the keys and values of one attention layer lie in the blocks of a cache, as <see cref="AttentionKernel"/> reads them.</summary>
/// <remarks>
/// A block holds 32 positions of all layers. Keys lie in panels of sixteen positions, [2, headDim, 16] for each head, so that
/// scores of sixteen positions are computed together. Values lie in rows, [32, paddedHeadDim] for each head.
/// </remarks>
/// <param name="HeadCount">Heads of keys and values.</param>
/// <param name="HeadDim">Elements of a head.</param>
/// <param name="Start">Where the layer begins in a block.</param>
internal readonly record struct KeyValueLayout(int HeadCount, int HeadDim, int Start)
{
    /// <summary>The positions of a block.</summary>
    public const int BlockPositions = 32;

    /// <summary>Elements of a head's value row, a multiple of 16; those past <see cref="HeadDim"/> are +0.</summary>
    public int PaddedHeadDim => (HeadDim + 15) & ~15;

    /// <summary>How many elements of each block belong to the layer.</summary>
    public long BlockElements => (long)HeadCount * BlockPositions * (HeadDim + PaddedHeadDim);

    /// <summary>Where the keys of a head begin in a block.</summary>
    public int KeysAt(int head) => Start + (head * BlockPositions * HeadDim);

    /// <summary>Where the values of a head begin in a block.</summary>
    public int ValuesAt(int head) => Start + (BlockPositions * ((HeadCount * HeadDim) + (head * PaddedHeadDim)));

    /// <summary>Writes one position of one head: key and value are [headDim].</summary>
    public void Write(ReadOnlySpan<float[]> blocks, int position, int head, ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        Span<float> block = blocks[position / BlockPositions];
        int place = position % BlockPositions;
        Span<float> lane = block[(KeysAt(head) + (place / 16 * 16 * HeadDim) + (place % 16))..];
        for (int d = 0; d < key.Length; d++)
            lane[d * 16] = key[d];
        value.CopyTo(block[(ValuesAt(head) + (place * PaddedHeadDim))..]);
    }

    /// <summary>Asks for the last panel of a head's keys before it is written or read: its lines are many, and of a short text nothing else is read.</summary>
    public void PrefetchKeys(ReadOnlySpan<float[]> blocks, int position, int head) =>
        Prefetch(blocks[position / BlockPositions].AsSpan(KeysAt(head) + (position % BlockPositions / 16 * 16 * HeadDim), 16 * HeadDim));

    /// <summary>Asks for the values of a head in the last block, up to a position.</summary>
    public void PrefetchValues(ReadOnlySpan<float[]> blocks, int position, int head) =>
        Prefetch(blocks[position / BlockPositions].AsSpan(ValuesAt(head), ((position % BlockPositions) + 1) * PaddedHeadDim));

    private static unsafe void Prefetch(ReadOnlySpan<float> elements)
    {
        if (!Sse.IsSupported)
            return;

        // SAFETY: a prefetch reads nothing that the program sees; the collector may move the elements meanwhile, and the wrong lines come.
        float* line = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(elements));
        for (float* end = line + elements.Length; line < end; line += 16)
            Sse.Prefetch0(line);
    }
}
