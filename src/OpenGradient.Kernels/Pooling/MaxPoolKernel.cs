using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[i] = the largest of x[offset[t] + i] over t, NaN if one is: the windows of one plane in the form of <see cref="PhasePlanes"/>.</summary>
/// <remarks>Shapes: x readable to the sixteenth lane after the last window, -∞ outside of the plane; y a whole number of lanes. Aliasing: none.</remarks>
internal readonly ref struct MaxPoolKernel(ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, Span<float> y) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<int> _offsets = offsets;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int i = 0; i < _y.Length; i++)
        {
            float largest = float.NegativeInfinity;
            foreach (int offset in _offsets)
                largest = default(Max).Apply(largest, _x[offset + i]);
            _y[i] = CanonicalNaN.Of(largest);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float y = ref MemoryMarshal.GetReference(_y);
        for (nuint i = 0; i < (nuint)_y.Length; i += 16)
        {
            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), i);
            TLanes largest = TLanes.Create(float.NegativeInfinity);
            foreach (int offset in _offsets)
                largest = default(Max).Apply(largest, TLanes.Load(ref x, (nuint)offset));
            TLanes.Store(CanonicalNaN.Of(largest), ref y, i);
        }
    }
}
