using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[r,i] = (x[r,i] - mean) · (1 / √(variance + ε)) (· scale[i] (+ bias[i])): each row brought to mean 0 and variance 1.</summary>
/// <remarks>
/// Shapes: x, y [rows, columns] contiguous; scale, bias [columns] or empty, and no bias without a scale; means, factors [rows] or empty: the mean and the factor of each row, for who asks. Order: mean = Σ x / n and variance = Σ d² / n with d = x - mean rounded, both as
/// <see cref="RowReduction"/>. Rounding: every written operation once. Aliasing: none.
/// </remarks>
internal readonly ref struct StandardizeKernel(
    ReadOnlySpan<float> x, int columnCount, float epsilon, ReadOnlySpan<float> scale, ReadOnlySpan<float> bias, Span<float> y, Span<float> means, Span<float> factors) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly int _columnCount = columnCount;
    private readonly float _epsilon = epsilon;
    private readonly ReadOnlySpan<float> _scale = scale;
    private readonly ReadOnlySpan<float> _bias = bias;
    private readonly Span<float> _y = y;
    private readonly Span<float> _means = means;
    private readonly Span<float> _factors = factors;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int start = 0; start < _x.Length; start += _columnCount)
        {
            ReadOnlySpan<float> x = _x.Slice(start, _columnCount);
            Span<float> y = _y.Slice(start, _columnCount);
            float mean = RowReduction.Scalar(default(MeanReducer), x);
            new BinaryKernel<Sub>(default, x, new ReadOnlySpan<float>(in mean), y).RunScalar();
            float factor = Factor(RowReduction.Scalar(default(SumSquareReducer), y));
            Finish(factor, y, 0);
            Report(start / _columnCount, mean, factor);
        }
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int start = 0; start < _x.Length; start += _columnCount)
        {
            ReadOnlySpan<float> x = _x.Slice(start, _columnCount);
            Span<float> y = _y.Slice(start, _columnCount);
            float mean = RowReduction.Lanes<MeanReducer, TLanes>(default, x);
            new BinaryKernel<Sub>(default, x, new ReadOnlySpan<float>(in mean), y).Run<TLanes>();
            float factor = Factor(RowReduction.Lanes<SumSquareReducer, TLanes>(default, y));
            Finish(factor, y, Finish<TLanes>(factor, y));
            Report(start / _columnCount, mean, factor);
        }
    }

    /// <summary>The last steps of a row from column <paramref name="first"/> on.</summary>
    private void Finish(float factor, Span<float> y, int first)
    {
        for (int i = first; i < y.Length; i++)
        {
            float scaled = y[i] * factor;
            if (!_scale.IsEmpty)
                scaled *= _scale[i];
            if (!_bias.IsEmpty)
                scaled += _bias[i];
            y[i] = CanonicalNaN.Of(scaled);
        }
    }

    /// <summary>The same sixteen columns at a time; returns where it stopped. x · 1 = x and x + (-0) = x, so what is absent changes no bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Finish<TLanes>(float factor, Span<float> y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float row = ref MemoryMarshal.GetReference(y);
        ref float scales = ref MemoryMarshal.GetReference(_scale);
        ref float biases = ref MemoryMarshal.GetReference(_bias);
        bool hasScale = !_scale.IsEmpty;
        bool hasBias = !_bias.IsEmpty;
        nuint whole = (nuint)(y.Length & ~15);
        for (nuint i = 0; i < whole; i += 16)
        {
            TLanes scaled = TLanes.Load(ref row, i) * TLanes.Create(factor);
            scaled *= hasScale ? TLanes.Load(ref scales, i) : TLanes.Create(1f);
            scaled += hasBias ? TLanes.Load(ref biases, i) : TLanes.Create(-0f);
            TLanes.Store(CanonicalNaN.Of(scaled), ref row, i);
        }

        return (int)whole;
    }

    private void Report(int row, float mean, float factor)
    {
        if (!_means.IsEmpty)
            _means[row] = CanonicalNaN.Of(mean);
        if (!_factors.IsEmpty)
            _factors[row] = CanonicalNaN.Of(factor);
    }

    private float Factor(float squares) => 1f / MathF.Sqrt((squares / _columnCount) + _epsilon);
}
