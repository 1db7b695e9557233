namespace OpenGradient.Kernels;

/// <summary>A linear map whose weights stand alone, as they are stored.</summary>
/// <param name="rows">How they are stored.</param>
/// <param name="stored">[outputs, depth].</param>
/// <param name="outputCount">How many outputs.</param>
/// <param name="depth">Weights of an output.</param>
/// <param name="bias">[outputs], with any numbers up to a multiple of sixteen; or nothing.</param>
internal readonly ref struct PlainWeights(PlainRows rows, ReadOnlySpan<byte> stored, int outputCount, int depth, ReadOnlySpan<float> bias)
{
    /// <summary>[outputs, depth].</summary>
    public readonly ReadOnlySpan<byte> Stored = stored;

    /// <summary>[outputs], with any numbers up to a multiple of sixteen; or nothing.</summary>
    public readonly ReadOnlySpan<float> Bias = bias;

    /// <summary>How they are stored.</summary>
    public PlainRows Rows => rows;

    /// <summary>How many outputs.</summary>
    public int OutputCount => outputCount;

    /// <summary>Weights of an output.</summary>
    public int Depth => depth;

    /// <summary>Some of the outputs, from a multiple of sixteen on.</summary>
    public PlainWeights Slice(int first, int count) =>
        new(rows, Stored.Slice(first * (Stored.Length / outputCount), count * (Stored.Length / outputCount)), count, depth, Bias.IsEmpty ? Bias : Bias[first..]);
}
