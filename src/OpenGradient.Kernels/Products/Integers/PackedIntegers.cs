namespace OpenGradient.Kernels;

/// <summary>The constant operand of a quantised linear map, laid out once: see <see cref="IntegerPanels"/>.</summary>
internal sealed class PackedIntegers
{
    private readonly short[] _panels;

    private PackedIntegers(int depth, int outputCount)
    {
        Depth = depth;
        OutputCount = outputCount;
        _panels = GC.AllocateUninitializedArray<short>(IntegerPanels.ElementCount(outputCount, depth));
    }

    /// <summary>How many outputs the map has.</summary>
    public int OutputCount { get; }

    /// <summary>How many inputs the map has.</summary>
    public int Depth { get; }

    /// <summary>The weights, zero points taken off.</summary>
    public ReadOnlySpan<short> Panels => _panels;

    /// <summary>From weights [depth, outputs], with a zero point for all or for each output.</summary>
    public static PackedIntegers Create(IntegerOperand columns, int depth, int outputCount)
    {
        var packed = new PackedIntegers(depth, outputCount);
        IntegerPanels.Pack(columns, depth, outputCount, packed._panels);
        return packed;
    }
}
