using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Root-mean-square normalisation of groups of elements.</summary>
/// <remarks>
/// <para><b>Computes</b> y = (x · r) · gain with r = 1 / √(s / n + ε), s the sum of the squares of the group.</para>
/// <para><b>Shapes</b> x, y: [groups, n] row-major; gain: [n].</para>
/// <para><b>Types</b> binary32 throughout.</para>
/// <para>
/// <b>Order</b> sixteen lanes: lane l takes the elements l, l + 16, … in ascending order, acc = fma(x, x, acc) from +0; then the
/// lanes are added in halves: l + (l + 8), then 4, 2, 1.
/// </para>
/// <para><b>Rounding</b> every written operation rounds once; NaNs leave in the one form.</para>
/// <para><b>Aliasing</b> y may be x.</para>
/// <para><b>Source</b> Zhang and Sennrich, Root Mean Square Layer Normalization, 2019.</para>
/// </remarks>
internal readonly ref struct RmsNormKernel(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, float epsilon, Span<float> y) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<float> _gain = gain;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        Span<float> lanes = stackalloc float[16];
        int n = _gain.Length;
        for (int start = 0; start < _x.Length; start += n)
        {
            lanes.Clear();
            for (int i = 0; i < n; i++)
                lanes[i % 16] = MathF.FusedMultiplyAdd(_x[start + i], _x[start + i], lanes[i % 16]);
            float r = 1f / MathF.Sqrt((LaneSum.Of(lanes) / n) + epsilon);
            for (int i = 0; i < n; i++)
                _y[start + i] = CanonicalNaN.Of(_x[start + i] * r * _gain[i]);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Span<float> lanes = stackalloc float[16];
        int n = _gain.Length;
        int whole = n & ~15;
        ref float gain = ref MemoryMarshal.GetReference(_gain);
        for (int start = 0; start < _x.Length; start += n)
        {
            ref float x = ref MemoryMarshal.GetReference(_x[start..]);
            ref float y = ref MemoryMarshal.GetReference(_y[start..]);
            TLanes sum = TLanes.Zero;
            for (int i = 0; i < whole; i += 16)
            {
                TLanes element = TLanes.Load(in x, (nuint)i);
                sum = TLanes.FusedMultiplyAdd(element, element, sum);
            }

            TLanes.Store(sum, ref MemoryMarshal.GetReference(lanes), 0);
            for (int i = whole; i < n; i++)
                lanes[i % 16] = MathF.FusedMultiplyAdd(_x[start + i], _x[start + i], lanes[i % 16]);
            float r = 1f / MathF.Sqrt((LaneSum.Of(lanes) / n) + epsilon);
            TLanes factor = TLanes.Create(r);
            for (int i = 0; i < whole; i += 16)
                TLanes.Store(CanonicalNaN.Of(TLanes.Load(in x, (nuint)i) * factor * TLanes.Load(in gain, (nuint)i)), ref y, (nuint)i);
            for (int i = whole; i < n; i++)
                _y[start + i] = CanonicalNaN.Of(_x[start + i] * r * _gain[i]);
        }
    }
}
