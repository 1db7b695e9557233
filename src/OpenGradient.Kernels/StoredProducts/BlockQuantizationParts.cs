namespace OpenGradient.Kernels;

/// <summary><see cref="BlockQuantizationKernel"/> in parts of some blocks each.</summary>
internal readonly ref struct BlockQuantizationParts(ReadOnlySpan<float> x, Span<sbyte> q, Span<float> scales) : IWorkBody
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly Span<sbyte> _q = q;
    private readonly Span<float> _scales = scales;

    /// <summary>How many parts so many blocks are.</summary>
    public static int Count(int blockCount) => (blockCount + PartBlocks - 1) / PartBlocks;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int first = part * PartBlocks;
        int count = Math.Min(PartBlocks, _scales.Length - first);
        int start = first * WeightBlock.ElementCount;
        int elements = count * WeightBlock.ElementCount;
        LaneDispatch.Run(new BlockQuantizationKernel(_x.Slice(start, elements), _q.Slice(start, elements), _scales.Slice(first, count)));
    }

    private const int PartBlocks = 512; // some 5 µs
}
