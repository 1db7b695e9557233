namespace OpenGradient.Kernels;

/// <summary>The keys and values of one attention layer, laid out for <see cref="AttentionKernel"/>.</summary>
/// <remarks>
/// Keys lie in panels of sixteen positions, [panels, headDim, 16] for each head, so that scores of sixteen positions are computed
/// together. Values lie in rows, [positions, paddedHeadDim]. Not for use by two threads.
/// </remarks>
internal sealed class KeyValueCache(int headCount, int headDim)
{
    private const int LeastPositions = 64;

    private readonly float[][] _keys = NewHeads(headCount);
    private readonly float[][] _values = NewHeads(headCount);
    private int _capacity;

    /// <summary>How many heads there are.</summary>
    public int HeadCount => headCount;

    /// <summary>Elements of a head.</summary>
    public int HeadDim => headDim;

    /// <summary>Elements of a head's value row, a multiple of 16; those past <see cref="HeadDim"/> are +0.</summary>
    public int PaddedHeadDim { get; } = (headDim + 15) & ~15;

    /// <summary>The keys of a head.</summary>
    public ReadOnlySpan<float> Keys(int head) => _keys[head];

    /// <summary>The values of a head.</summary>
    public ReadOnlySpan<float> Values(int head) => _values[head];

    /// <summary>Makes room for so many positions; what is there stays.</summary>
    public void Reserve(int positionCount)
    {
        if (positionCount <= _capacity)
            return;
        _capacity = (Math.Max(LeastPositions, Math.Max(positionCount, 2 * _capacity)) + 15) & ~15;
        for (int head = 0; head < headCount; head++)
        {
            Array.Resize(ref _keys[head], checked(_capacity * headDim));
            Array.Resize(ref _values[head], checked(_capacity * PaddedHeadDim));
        }
    }

    /// <summary>Writes one position: keys and values are [heads, headDim].</summary>
    public void Write(int position, ReadOnlySpan<float> keys, ReadOnlySpan<float> values)
    {
        for (int head = 0; head < headCount; head++)
        {
            int panel = position / 16 * 16 * headDim;
            for (int d = 0; d < headDim; d++)
                _keys[head][panel + (d * 16) + (position % 16)] = keys[(head * headDim) + d];
            values.Slice(head * headDim, headDim).CopyTo(_values[head].AsSpan(position * PaddedHeadDim));
        }
    }

    private static float[][] NewHeads(int count)
    {
        float[][] heads = new float[count][];
        Array.Fill(heads, []);
        return heads;
    }
}
