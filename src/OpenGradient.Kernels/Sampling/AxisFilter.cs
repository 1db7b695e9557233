namespace OpenGradient.Kernels;

/// <summary>A linear map along one axis: each output is a weighted sum of neighbouring inputs.</summary>
/// <param name="firsts">For each output its first input; those outside count as the nearest inside.</param>
/// <param name="weights">For each output as many weights as there are taps.</param>
internal readonly ref struct AxisFilter(ReadOnlySpan<int> firsts, ReadOnlySpan<float> weights)
{
    private readonly ReadOnlySpan<int> _firsts = firsts;
    private readonly ReadOnlySpan<float> _weights = weights;

    /// <summary>How many inputs each output reads.</summary>
    public int TapCount => _firsts.IsEmpty ? 0 : _weights.Length / _firsts.Length;

    /// <summary>y[o, i, e] = Σ w[i, t] · x[o, first_i + t, e]: one accumulator, from +0 by fma, t ascending; weights of 0 are left out.</summary>
    /// <remarks>Shapes: x [outer, inputs, inner], y [outer, outputs, inner]. NaNs canonical. Aliasing: none.</remarks>
    public void Run(ReadOnlySpan<float> x, int inputCount, int inner, Span<float> y, CancellationToken cancellationToken)
    {
        int outer = y.Length / (_firsts.Length * inner);
        for (int block = 0; block < outer; block++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<float> source = x.Slice(block * inputCount * inner, inputCount * inner);
            for (int i = 0; i < _firsts.Length; i++)
            {
                Span<float> target = y.Slice(((block * _firsts.Length) + i) * inner, inner);
                if (inner == 1)
                    target[0] = Sum(source, i);
                else
                    SumRows(source, i, target);
            }
        }
    }

    private float Sum(ReadOnlySpan<float> source, int output)
    {
        int taps = TapCount;
        float sum = 0f;
        for (int tap = 0; tap < taps; tap++)
        {
            float weight = _weights[(output * taps) + tap];
            if (weight != 0f)
                sum = MathF.FusedMultiplyAdd(weight, source[Math.Clamp(_firsts[output] + tap, 0, source.Length - 1)], sum);
        }

        return CanonicalNaN.Of(sum);
    }

    private void SumRows(ReadOnlySpan<float> source, int output, Span<float> target)
    {
        int taps = TapCount;
        int last = (source.Length / target.Length) - 1;
        target.Clear();
        for (int tap = 0; tap < taps; tap++)
        {
            float weight = _weights[(output * taps) + tap];
            int row = Math.Clamp(_firsts[output] + tap, 0, last);
            if (weight != 0f)
                Elementwise.Map(new Scale(weight), source.Slice(row * target.Length, target.Length), target, target);
        }
    }

    /// <summary>fma(weight, x, sum).</summary>
    private readonly struct Scale(float weight) : IBinaryFunction
    {
        public float Apply(float x, float y) => MathF.FusedMultiplyAdd(weight, x, y);

        public TLanes Apply<TLanes>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes> => TLanes.FusedMultiplyAdd(TLanes.Create(weight), x, y);
    }
}
