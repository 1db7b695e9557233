namespace OpenGradient.Kernels;

/// <summary>Entry points of the elementwise kernels.</summary>
internal static class Elementwise
{
    /// <summary>y[i] = f(x[i]).</summary>
    public static void Map<TFunction>(TFunction function, ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IUnaryFunction =>
        LaneDispatch.Run(new UnaryKernel<TFunction>(function, x, y));

    /// <summary>The same over <paramref name="workers"/>.</summary>
    public static void Map<TFunction>(TFunction function, ReadOnlySpan<float> x, Span<float> y, Workers workers)
        where TFunction : struct, IUnaryFunction
    {
        if (x.Length <= PartElements)
            Map(function, x, y);
        else
            workers.For(new MapParts<TFunction>(function, x, y), PartCount(x.Length));
    }

    /// <summary>z[i] = f(x[i], y[i]) over <paramref name="workers"/>; an operand of one element stands for every i.</summary>
    public static void Map<TFunction>(TFunction function, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z, Workers workers)
        where TFunction : struct, IBinaryFunction
    {
        if (z.Length <= PartElements)
            Map(function, x, y, z);
        else
            workers.For(new PairParts<TFunction>(function, x, y, z), PartCount(z.Length));
    }

    /// <summary>z[i] = f(x[i], y[i]); an operand of one element stands for every i.</summary>
    public static void Map<TFunction>(TFunction function, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TFunction : struct, IBinaryFunction =>
        LaneDispatch.Run(new BinaryKernel<TFunction>(function, x, y, z));

    /// <summary>How many parts of <see cref="PartElements"/> there are.</summary>
    internal static int PartCount(int elementCount) => (elementCount + PartElements - 1) / PartElements;

    /// <summary>Some 5 to 30 µs with wide vectors; a multiple of every width, so that tails are where they are without parts.</summary>
    internal const int PartElements = 1 << 15;
}
