using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[i] = Σ_t w[t] · x[offset[t] + i] + bias: one filter over one plane in the form of <see cref="PhasePlanes"/>.</summary>
/// <remarks>
/// Shapes: x readable to the sixteenth lane after the last window; y a whole number of lanes. Order: t ascending, acc = fma(w, x, acc)
/// from +0, then one addition of the bias (-0 for none). NaNs canonical. Aliasing: none.
/// </remarks>
internal readonly ref struct DepthwiseKernel(ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, ReadOnlySpan<float> filter, float bias, Span<float> y) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<int> _offsets = offsets;
    private readonly ReadOnlySpan<float> _filter = filter;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int i = 0; i < _y.Length; i++)
        {
            float sum = 0f;
            for (int tap = 0; tap < _filter.Length; tap++)
                sum = MathF.FusedMultiplyAdd(_filter[tap], _x[_offsets[tap] + i], sum);
            _y[i] = CanonicalNaN.Of(sum + bias);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float filter = ref MemoryMarshal.GetReference(_filter);
        ref int offsets = ref MemoryMarshal.GetReference(_offsets);
        ref float y = ref MemoryMarshal.GetReference(_y);
        TLanes last = TLanes.Create(bias);
        nuint taps = (nuint)_filter.Length;
        nuint i = 0;
        for (; i + 64 <= (nuint)_y.Length; i += 64)
        {
            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), i);
            TLanes a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, d = TLanes.Zero;
            for (nuint tap = 0; tap < taps; tap++)
            {
                TLanes weight = TLanes.Create(Unsafe.Add(ref filter, tap));
                ref float at = ref Unsafe.Add(ref x, Unsafe.Add(ref offsets, tap));
                a = TLanes.FusedMultiplyAdd(weight, TLanes.Load(ref at, 0), a);
                b = TLanes.FusedMultiplyAdd(weight, TLanes.Load(ref at, 16), b);
                c = TLanes.FusedMultiplyAdd(weight, TLanes.Load(ref at, 32), c);
                d = TLanes.FusedMultiplyAdd(weight, TLanes.Load(ref at, 48), d);
            }

            TLanes.Store(CanonicalNaN.Of(a + last), ref y, i);
            TLanes.Store(CanonicalNaN.Of(b + last), ref y, i + 16);
            TLanes.Store(CanonicalNaN.Of(c + last), ref y, i + 32);
            TLanes.Store(CanonicalNaN.Of(d + last), ref y, i + 48);
        }

        for (; i < (nuint)_y.Length; i += 16)
        {
            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), i);
            TLanes a = TLanes.Zero;
            for (nuint tap = 0; tap < taps; tap++)
                a = TLanes.FusedMultiplyAdd(TLanes.Create(Unsafe.Add(ref filter, tap)), TLanes.Load(ref Unsafe.Add(ref x, Unsafe.Add(ref offsets, tap)), 0), a);
            TLanes.Store(CanonicalNaN.Of(a + last), ref y, i);
        }
    }
}
