namespace OpenGradient.Kernels;

/// <summary>Entry points of the kernels that normalise rows.</summary>
internal static class Normalizations
{
    /// <summary>Softmax of each row; y may be x.</summary>
    public static void Softmax(ReadOnlySpan<float> x, int columnCount, Span<float> y, Workers workers = default) =>
        RowParts<SoftmaxRows>.Run(default, x, columnCount, y, columnCount, workers);

    /// <summary>The logarithm of the softmax of each row.</summary>
    public static void LogSoftmax(ReadOnlySpan<float> x, int columnCount, Span<float> y, Workers workers = default) =>
        RowParts<LogSoftmaxRows>.Run(default, x, columnCount, y, columnCount, workers);

    /// <summary>Each row brought to mean 0 and variance 1.</summary>
    public static void Standardize(ReadOnlySpan<float> x, int columnCount, float epsilon, Span<float> y) =>
        Standardize(x, columnCount, epsilon, y, default, default);

    /// <summary>The same, and the mean and the factor of each row where a span is given for them.</summary>
    public static void Standardize(ReadOnlySpan<float> x, int columnCount, float epsilon, Span<float> y, Span<float> means, Span<float> factors) =>
        LaneDispatch.Run(new StandardizeKernel(x, columnCount, epsilon, y, means, factors));

    /// <summary>Each row divided by the root of its mean square, then multiplied by the gain.</summary>
    public static void RmsNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, float epsilon, Span<float> y) =>
        LaneDispatch.Run(new RmsNormKernel(x, gain, epsilon, y));
}
