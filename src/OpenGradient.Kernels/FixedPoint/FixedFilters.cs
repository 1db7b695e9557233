namespace OpenGradient.Kernels;

/// <summary>The weights of a convolution, [outputs, channels of a group, taps], in pairs of channels: [outputs, channels / 2, taps, 2].</summary>
internal sealed class FixedFilters
{
    private readonly short[] _rows;
    private readonly int[] _blockEnds;

    /// <param name="weights">Row-major, without -32,768.</param>
    /// <param name="outputCount">Outputs.</param>
    /// <param name="channelCount">Channels of a group.</param>
    /// <param name="tapCount">Taps of a window.</param>
    public FixedFilters(ReadOnlySpan<short> weights, int outputCount, int channelCount, int tapCount)
    {
        PairCount = checked((channelCount + 1) / 2 * tapCount);
        _rows = new short[checked(outputCount * PairCount * 2)];
        for (int output = 0; output < outputCount; output++)
        {
            for (int channel = 0; channel < channelCount; channel++)
            {
                ReadOnlySpan<short> taps = weights.Slice(((output * channelCount) + channel) * tapCount, tapCount);
                for (int tap = 0; tap < tapCount; tap++)
                    _rows[(2 * ((output * PairCount) + (channel / 2 * tapCount) + tap)) + (channel % 2)] = taps[tap];
            }
        }

        _blockEnds = PairBlocks.Of(_rows, PairCount);
    }

    /// <summary>Pairs of a window.</summary>
    public int PairCount { get; }

    /// <summary>The sums of their products with the windows of <see cref="FixedPlanes"/>.</summary>
    public PairSums Times(ReadOnlySpan<int> planes, ReadOnlySpan<int> tapOffsets) => new(_rows, planes, tapOffsets, _blockEnds);
}
