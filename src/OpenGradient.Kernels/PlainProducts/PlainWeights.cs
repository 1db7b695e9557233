namespace OpenGradient.Kernels;

/// <summary>Some outputs of a linear map whose weights stand alone, where they lie together.</summary>
/// <param name="layout">In which order.</param>
/// <param name="stored">From the first weight of the first output on.</param>
/// <param name="outputCount">How many outputs.</param>
/// <param name="depth">Weights of an output.</param>
/// <param name="strideBytes">From one output to the next, or from one weight of an output to the next: whichever do not lie side by side.</param>
/// <param name="bias">[outputs], with any numbers up to a multiple of sixteen; or nothing.</param>
internal readonly ref struct PlainWeights(PlainLayout layout, ReadOnlySpan<byte> stored, int outputCount, int depth, int strideBytes, ReadOnlySpan<float> bias)
{
    /// <summary>From the first weight of the first output on.</summary>
    public readonly ReadOnlySpan<byte> Stored = stored;

    /// <summary>[outputs], with any numbers up to a multiple of sixteen; or nothing.</summary>
    public readonly ReadOnlySpan<float> Bias = bias;

    /// <summary>In which order the weights lie.</summary>
    public PlainLayout Layout => layout;

    /// <summary>How many outputs.</summary>
    public int OutputCount => outputCount;

    /// <summary>Weights of an output.</summary>
    public int Depth => depth;

    /// <summary>From one output to the next, or from one weight of an output to the next: whichever do not lie side by side.</summary>
    public int StrideBytes => strideBytes;

    /// <summary>Some of the outputs.</summary>
    public PlainWeights Slice(int first, int count) =>
        new(layout, Stored[(first * layout.OutputBytes(strideBytes))..], count, depth, strideBytes, Bias.IsEmpty ? Bias : Bias[first..]);
}
