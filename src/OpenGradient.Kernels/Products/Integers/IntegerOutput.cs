namespace OpenGradient.Kernels;

/// <summary>Where the sums of an integer product go: as they are, or requantised to bytes while they lie in a cache.</summary>
internal readonly ref struct IntegerOutput
{
    private readonly Span<int> _sums;
    private readonly Span<byte> _bytes;
    private readonly int _step;
    private readonly Requantization _requantization;

    private IntegerOutput(Span<int> sums, Span<byte> bytes, int step, Requantization requantization)
    {
        _sums = sums;
        _bytes = bytes;
        _step = step;
        _requantization = requantization;
    }

    /// <summary>The sums themselves, rows <paramref name="step"/> apart.</summary>
    public static IntegerOutput OfSums(Span<int> y, int step) => new(y, default, step, default);

    /// <summary>Bytes, rows <paramref name="step"/> apart.</summary>
    public static IntegerOutput OfBytes(Span<byte> y, int step, Requantization requantization) => new(default, y, step, requantization);

    /// <summary>What belongs to the rows and lanes from these on.</summary>
    public IntegerOutput From(int row, int lane) => _bytes.IsEmpty
        ? new(_sums[((row * _step) + lane)..], default, _step, default)
        : new(default, _bytes[((row * _step) + lane)..], _step, _requantization.From(row, lane));

    /// <summary>The same rows and lanes so many elements further on.</summary>
    public IntegerOutput Skip(int count) => _bytes.IsEmpty ? new(_sums[count..], default, _step, default) : new(default, _bytes[count..], _step, _requantization);

    /// <summary>Writes sums whose rows are <paramref name="sumStep"/> apart.</summary>
    public void Write<TLanes>(ReadOnlySpan<int> sums, int sumStep, int rowCount, int laneCount)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (_bytes.IsEmpty)
            Copy(sums, sumStep, rowCount, laneCount);
        else
            new RequantizeKernel(sums, sumStep, _bytes, _step, rowCount, laneCount, _requantization).Run<TLanes>();
    }

    /// <summary>The same without vectors.</summary>
    public void Write(ReadOnlySpan<int> sums, int sumStep, int rowCount, int laneCount)
    {
        if (_bytes.IsEmpty)
            Copy(sums, sumStep, rowCount, laneCount);
        else
            new RequantizeKernel(sums, sumStep, _bytes, _step, rowCount, laneCount, _requantization).RunScalar();
    }

    private void Copy(ReadOnlySpan<int> sums, int sumStep, int rowCount, int laneCount)
    {
        for (int row = 0; row < rowCount; row++)
            sums.Slice(row * sumStep, laneCount).CopyTo(_sums[(row * _step)..]);
    }
}
