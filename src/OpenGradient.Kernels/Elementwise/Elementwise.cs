namespace OpenGradient.Kernels;

/// <summary>Entry points of the elementwise kernels.</summary>
internal static class Elementwise
{
    /// <summary>y[i] = f(x[i]).</summary>
    public static void Map<TFunction>(TFunction function, ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IUnaryFunction =>
        LaneDispatch.Run(new UnaryKernel<TFunction>(function, x, y));

    /// <summary>z[i] = f(x[i], y[i]); an operand of one element stands for every i.</summary>
    public static void Map<TFunction>(TFunction function, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TFunction : struct, IBinaryFunction =>
        LaneDispatch.Run(new BinaryKernel<TFunction>(function, x, y, z));
}
