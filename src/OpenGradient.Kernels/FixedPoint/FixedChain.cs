namespace OpenGradient.Kernels;

/// <summary>z = e(x + y), element by element, of 64-bit integers; sums wrap, and the epilogue has one output.</summary>
/// <typeparam name="TSum">What is made of the two operands.</typeparam>
internal readonly ref struct FixedChain<TSum>(FixedEpilogue epilogue, Span<short> narrow, Span<long> wide) : IWideKernel
    where TSum : struct, IWideFunction
{
    private readonly Span<short> _narrow = narrow;
    private readonly Span<long> _wide = wide;

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<long> x, ReadOnlySpan<long> y, int start, int count)
    {
        Span<long> sums = stackalloc long[BlockElements];
        for (int first = 0; first < count; first += BlockElements)
        {
            Span<long> block = sums[..Math.Min(BlockElements, count - first)];
            WideMap<TSum>.Run(Block(x, first, block.Length), Block(y, first, block.Length), block);
            if (epilogue.IsNarrow)
                epilogue.OfOutput(0, block, _narrow.Slice(start + first, block.Length));
            else
                epilogue.OfOutput(0, block, _wide.Slice(start + first, block.Length));
        }
    }

    private static ReadOnlySpan<long> Block(ReadOnlySpan<long> operand, int first, int count) => operand.Length == 1 ? operand : operand.Slice(first, count);

    private const int BlockElements = 128;
}
