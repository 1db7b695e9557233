namespace OpenGradient.Kernels;

/// <summary>The constant operand of a quantised linear map, laid out once.</summary>
internal sealed class PackedIntegers
{
    private readonly byte[] _columns; // [depth, outputs]
    private readonly bool _isSigned;
    private readonly int[] _zeroPoints;

    private PackedIntegers(byte[] columns, bool isSigned, int[] zeroPoints, int depth, int outputCount)
    {
        _columns = columns;
        _isSigned = isSigned;
        _zeroPoints = zeroPoints;
        Depth = depth;
        OutputCount = outputCount;
    }

    /// <summary>How many outputs the map has.</summary>
    public int OutputCount { get; }

    /// <summary>How many inputs the map has.</summary>
    public int Depth { get; }

    /// <summary>The weights [depth, outputs], with a zero point for all or for each output.</summary>
    public IntegerOperand Columns => new(_columns, _isSigned, _zeroPoints);

    /// <summary>From weights [depth, outputs], with a zero point for all or for each output.</summary>
    public static PackedIntegers Create(IntegerOperand columns, int depth, int outputCount) =>
        new(columns.Bytes.ToArray(), columns.IsSigned, columns.ZeroPoints.ToArray(), depth, outputCount);
}
