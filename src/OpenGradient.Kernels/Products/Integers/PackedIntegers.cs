namespace OpenGradient.Kernels;

/// <summary>The constant operand of a quantised linear map, laid out once.</summary>
internal sealed class PackedIntegers
{
    private readonly byte[] _panels;
    private readonly int[] _sums;
    private readonly int[] _zeros;

    private PackedIntegers(int depth, int outputCount)
    {
        Depth = depth;
        OutputCount = outputCount;
        _panels = new byte[IntegerPanels.ByteCount(outputCount, depth)];
        _sums = new int[outputCount];
        _zeros = new int[outputCount];
    }

    /// <summary>How many outputs the map has.</summary>
    public int OutputCount { get; }

    /// <summary>How many inputs the map has.</summary>
    public int Depth { get; }

    /// <summary>The weights.</summary>
    public IntegerColumns Columns => new(_panels, _sums, _zeros.AsSpan().ContainsAnyExcept(0) ? _zeros : default, Depth);

    /// <summary>From weights [depth, outputs], with a zero point for all or for each output.</summary>
    public static PackedIntegers Create(IntegerOperand columns, int depth, int outputCount)
    {
        var packed = new PackedIntegers(depth, outputCount);
        IntegerPanels.Pack(columns.Bytes, outputCount, depth, outputCount, columns.SignedFlip, packed._panels);
        for (int output = 0; output < outputCount; output++)
            packed._zeros[output] = columns.SignedZero(output);
        for (int position = 0; position < depth * outputCount; position++)
            packed._sums[position % outputCount] += (sbyte)(columns.Bytes[position] ^ columns.SignedFlip);
        return packed;
    }
}
