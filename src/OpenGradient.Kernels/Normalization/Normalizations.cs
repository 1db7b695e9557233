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
    public static void Standardize(ReadOnlySpan<float> x, int columnCount, float epsilon, Span<float> y, Workers workers = default) =>
        Standardize(x, columnCount, epsilon, default, default, y, default, default, workers);

    /// <summary>The same, then multiplied by a scale and moved by a bias where they are given; and the mean and the factor of each row where a span is given for them.</summary>
    public static void Standardize(
        ReadOnlySpan<float> x,
        int columnCount,
        float epsilon,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> bias,
        Span<float> y,
        Span<float> means,
        Span<float> factors,
        Workers workers = default) =>
        workers.For(new StandardizeParts(x, columnCount, epsilon, scale, bias, y, means, factors), RowGroups.Count(x.Length / columnCount, columnCount));

    /// <summary>Each row divided by the root of its mean square, then multiplied by the gain.</summary>
    public static void RmsNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, float epsilon, Span<float> y) =>
        LaneDispatch.Run(new RmsNormKernel(x, gain, epsilon, y));
}
