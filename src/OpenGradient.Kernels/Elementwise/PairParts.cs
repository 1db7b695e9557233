namespace OpenGradient.Kernels;

/// <summary>z[i] = f(x[i], y[i]), cut into stretches; an operand of one element stands for every i.</summary>
internal readonly ref struct PairParts<TFunction>(TFunction function, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) : IWorkBody
    where TFunction : struct, IBinaryFunction
{
    private readonly TFunction _function = function;
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<float> _y = y;
    private readonly Span<float> _z = z;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int start = part * Elementwise.PartElements;
        int count = Math.Min(Elementwise.PartElements, _z.Length - start);
        LaneDispatch.Run(new BinaryKernel<TFunction>(_function, Stretch(_x, start, count), Stretch(_y, start, count), _z.Slice(start, count)));
    }

    private ReadOnlySpan<float> Stretch(ReadOnlySpan<float> operand, int start, int count) =>
        operand.Length == _z.Length ? operand.Slice(start, count) : operand;
}
