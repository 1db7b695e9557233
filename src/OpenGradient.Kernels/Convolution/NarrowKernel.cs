using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[p] = Σ_k w[k] · x[offset[k] + p] + bias: one filter over the windows of a band, windows side by side in vectors.</summary>
/// <remarks>
/// Shapes: x as <see cref="ShiftedPlanes"/>; if there are fewer than sixteen windows, what follows the last one is readable to the
/// sixteenth. Order: k ascending, acc = fma(w, x, acc) from +0, then one addition of the bias (-0 for none), then <see cref="AtLeast"/>. Aliasing: none.
/// </remarks>
internal readonly ref struct NarrowKernel(ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, ReadOnlySpan<float> filter, float bias, float least, Span<float> y) : ILaneKernel
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
            for (int k = 0; k < _filter.Length; k++)
                sum = MathF.FusedMultiplyAdd(_filter[k], _x[_offsets[k] + i], sum);
            _y[i] = AtLeast.Of(sum + bias, least);
        }
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (_y.Length < Lanes)
        {
            Span<float> whole = stackalloc float[Lanes];
            RunVector<TLanes>(0, ref MemoryMarshal.GetReference(whole));
            whole[.._y.Length].CopyTo(_y);
            return;
        }

        ref float y = ref MemoryMarshal.GetReference(_y);
        int i = RunVectors<TLanes>(ref y);
        for (; i < _y.Length; i += Lanes)
        {
            // The last vector begins earlier: windows that two vectors have in common come out the same.
            int start = Math.Min(i, _y.Length - Lanes);
            RunVector<TLanes>(start, ref Unsafe.Add(ref y, start));
        }
    }

    /// <summary>Four vectors at a time; returns how many windows are done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int RunVectors<TLanes>(ref float y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float filter = ref MemoryMarshal.GetReference(_filter);
        ref int offsets = ref MemoryMarshal.GetReference(_offsets);
        TLanes last = TLanes.Create(bias), lowest = TLanes.Create(least);
        nuint depth = (nuint)_filter.Length;
        nuint i = 0;
        for (; i + (4 * Lanes) <= (nuint)_y.Length; i += 4 * Lanes)
        {
            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), i);
            TLanes a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, d = TLanes.Zero;
            for (nuint k = 0; k < depth; k++)
            {
                TLanes weight = TLanes.Create(Unsafe.Add(ref filter, k));
                ref float at = ref Unsafe.Add(ref x, Unsafe.Add(ref offsets, k));
                a = TLanes.FusedMultiplyAdd(weight, TLanes.Load(ref at, 0), a);
                b = TLanes.FusedMultiplyAdd(weight, TLanes.Load(ref at, 16), b);
                c = TLanes.FusedMultiplyAdd(weight, TLanes.Load(ref at, 32), c);
                d = TLanes.FusedMultiplyAdd(weight, TLanes.Load(ref at, 48), d);
            }

            TLanes.Store(AtLeast.Of(a + last, lowest), ref y, i);
            TLanes.Store(AtLeast.Of(b + last, lowest), ref y, i + 16);
            TLanes.Store(AtLeast.Of(c + last, lowest), ref y, i + 32);
            TLanes.Store(AtLeast.Of(d + last, lowest), ref y, i + 48);
        }

        return (int)i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunVector<TLanes>(int first, ref float y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), first);
        TLanes sum = TLanes.Zero;
        for (int k = 0; k < _filter.Length; k++)
            sum = TLanes.FusedMultiplyAdd(TLanes.Create(_filter[k]), TLanes.Load(ref x, (nuint)_offsets[k]), sum);
        TLanes.Store(AtLeast.Of(sum + TLanes.Create(bias), TLanes.Create(least)), ref y, 0);
    }

    private const int Lanes = 16;
}
