namespace OpenGradient.Kernels;

/// <summary>A peak on several threads: each part is one run of the kernel.</summary>
/// <remarks>Shapes: memory is cut into as many equal pieces as there are parts; sink one element for each participant.</remarks>
internal readonly ref struct PeakParts(Peak peak, int turnCount, ReadOnlySpan<float> memory, int partElements, Span<float> sink) : IWorkBody
{
    private readonly ReadOnlySpan<float> _memory = memory;
    private readonly Span<float> _sink = sink;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        Span<float> sink = _sink.Slice(participant, 1);
        if (peak == Peak.Read)
            LaneDispatch.Run(new ReadSweep(_memory.Slice(part * partElements, partElements), sink));
        else if (peak == Peak.FusedMultiplyAdd)
            LaneDispatch.Run(new FusedChains(turnCount, sink));
        else
            LaneDispatch.Run(new ByteDotChains(turnCount, sink));
    }
}
