namespace OpenGradient.Kernels;

/// <summary>y[i] = f(x[i]), cut into stretches.</summary>
internal readonly ref struct MapParts<TFunction>(TFunction function, ReadOnlySpan<float> x, Span<float> y) : IWorkBody
    where TFunction : struct, IUnaryFunction
{
    private readonly TFunction _function = function;
    private readonly ReadOnlySpan<float> _x = x;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int start = part * Elementwise.PartElements;
        int count = Math.Min(Elementwise.PartElements, _x.Length - start);
        LaneDispatch.Run(new UnaryKernel<TFunction>(_function, _x.Slice(start, count), _y.Slice(start, count)));
    }
}
