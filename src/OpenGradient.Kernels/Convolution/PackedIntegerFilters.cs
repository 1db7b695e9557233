namespace OpenGradient.Kernels;

/// <summary>The constant weights of an integer convolution, laid out once.</summary>
internal sealed class PackedIntegerFilters
{
    private readonly byte[] _rows;
    private readonly int[] _sums;
    private readonly int[] _zeros;

    private PackedIntegerFilters(int outputCount, int rowBytes)
    {
        _rows = new byte[checked(outputCount * rowBytes)];
        _sums = new int[outputCount];
        _zeros = new int[outputCount];
    }

    /// <summary>The weights.</summary>
    public IntegerFilters Filters => new(_rows, _sums, _zeros);

    /// <summary>From weights [outputs, channels, taps], with a zero point for all or for each output.</summary>
    public static PackedIntegerFilters Create(IntegerOperand weights, int outputCount, int channelCount, int tapCount)
    {
        var packed = new PackedIntegerFilters(outputCount, IntegerFilters.RowBytes(channelCount, tapCount));
        IntegerFilters.Pack(weights, outputCount, channelCount, tapCount, packed._rows, packed._sums, packed._zeros);
        return packed;
    }
}
