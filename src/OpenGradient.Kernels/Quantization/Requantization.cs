namespace OpenGradient.Kernels;

/// <summary>How accumulators become quantised bytes: saturate(round((x + bias) · factor) + zero).</summary>
/// <param name="factors">One, or one for each index of the axis.</param>
/// <param name="biases">None, one, or one for each index of the axis.</param>
/// <param name="isByLane">Whether the axis runs along a row; otherwise each row is one index.</param>
/// <param name="low">The least result, less the zero point.</param>
/// <param name="high">The largest result, less the zero point.</param>
/// <param name="zero">The zero point.</param>
internal readonly ref struct Requantization(ReadOnlySpan<float> factors, ReadOnlySpan<int> biases, bool isByLane, int low, int high, int zero)
{
    private readonly ReadOnlySpan<float> _factors = factors;
    private readonly ReadOnlySpan<int> _biases = biases;

    /// <summary>The least result, less the zero point.</summary>
    public int Low { get; } = low;

    /// <summary>The largest result, less the zero point.</summary>
    public int High { get; } = high;

    /// <summary>The zero point.</summary>
    public int Zero { get; } = zero;

    /// <summary>A factor for each lane; empty if all lanes of a row have one.</summary>
    public ReadOnlySpan<float> LaneFactors => isByLane && _factors.Length > 1 ? _factors : default;

    /// <summary>A bias for each lane; empty if all lanes of a row have one.</summary>
    public ReadOnlySpan<int> LaneBiases => isByLane && _biases.Length > 1 ? _biases : default;

    /// <summary>The factor of a row's lanes, if they have one.</summary>
    public float RowFactor(int row) => _factors[isByLane || _factors.Length == 1 ? 0 : row];

    /// <summary>The bias of a row's lanes, if they have one.</summary>
    public int RowBias(int row) => _biases.IsEmpty ? 0 : _biases[isByLane || _biases.Length == 1 ? 0 : row];

    /// <summary>That of the rows and lanes from these on.</summary>
    public Requantization From(int row, int lane)
    {
        int start = isByLane ? lane : row;
        return new(_factors.Length > 1 ? _factors[start..] : _factors, _biases.Length > 1 ? _biases[start..] : _biases, isByLane, Low, High, Zero);
    }

    /// <summary>Copies the factors and biases of some lanes of a row.</summary>
    public void CopyRow(int row, int lane, Span<float> factors, Span<int> biases)
    {
        if (LaneFactors.IsEmpty)
            factors.Fill(RowFactor(row));
        else
            LaneFactors.Slice(lane, factors.Length).CopyTo(factors);
        if (LaneBiases.IsEmpty)
            biases.Fill(RowBias(row));
        else
            LaneBiases.Slice(lane, biases.Length).CopyTo(biases);
    }

    /// <summary>The same with factors and biases for each lane.</summary>
    public Requantization With(ReadOnlySpan<float> laneFactors, ReadOnlySpan<int> laneBiases) => new(laneFactors, laneBiases, isByLane: true, Low, High, Zero);
}
