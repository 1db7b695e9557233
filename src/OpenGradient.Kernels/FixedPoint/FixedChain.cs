namespace OpenGradient.Kernels;

/// <summary>z = e(x), e(x + y) or e(x - y), element by element, of 64-bit integers; sums wrap. The epilogue has one output.</summary>
internal readonly ref struct FixedChain : IWorkBody
{
    private readonly ReadOnlySpan<long> _x;
    private readonly ReadOnlySpan<long> _y; // empty, one element, or as many as x
    private readonly bool _isDifference;
    private readonly FixedEpilogue _epilogue;
    private readonly Span<short> _narrow;
    private readonly Span<long> _wide;

    private FixedChain(ReadOnlySpan<long> x, ReadOnlySpan<long> y, bool isDifference, FixedEpilogue epilogue, Span<short> narrow, Span<long> wide)
    {
        _x = x;
        _y = y;
        _isDifference = isDifference;
        _epilogue = epilogue;
        _narrow = narrow;
        _wide = wide;
    }

    /// <summary>Runs; of the two outputs that of the epilogue's type is filled.</summary>
    public static void Run(
        ReadOnlySpan<long> x, ReadOnlySpan<long> y, bool isDifference, FixedEpilogue epilogue, Span<short> narrow, Span<long> wide, Workers workers) =>
        workers.For(new FixedChain(x, y, isDifference, epilogue, narrow, wide), (narrow.Length + wide.Length + PartElements - 1) / PartElements);

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        Span<long> sums = stackalloc long[BlockElements];
        int end = Math.Min(_narrow.Length + _wide.Length, (part + 1) * PartElements);
        for (int start = part * PartElements; start < end; start += BlockElements)
        {
            int count = Math.Min(BlockElements, end - start);
            ReadOnlySpan<long> block = _y.IsEmpty ? _x.Slice(start, count) : Combined(start, sums[..count]);
            if (_epilogue.IsNarrow)
                _epilogue.OfOutput(0, block, _narrow.Slice(start, count));
            else
                _epilogue.OfOutput(0, block, _wide.Slice(start, count));
        }
    }

    private Span<long> Combined(int start, Span<long> sums)
    {
        ReadOnlySpan<long> x = _x.Length == 1 ? _x : _x.Slice(start, sums.Length);
        ReadOnlySpan<long> y = _y.Length == 1 ? _y : _y.Slice(start, sums.Length);
        int done = _isDifference ? WideMap.Run<WideFunctions.Sub>(x, y, sums) : WideMap.Run<WideFunctions.Add>(x, y, sums);
        for (int i = done; i < sums.Length; i++)
        {
            long other = y[y.Length == 1 ? 0 : i];
            sums[i] = unchecked(x[x.Length == 1 ? 0 : i] + (_isDifference ? -other : other));
        }

        return sums;
    }

    private const int PartElements = 1 << 14;
    private const int BlockElements = 128;
}
