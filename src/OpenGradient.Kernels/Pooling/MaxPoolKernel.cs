using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[p] = the largest of x[offset[k] + p] over k, NaN if one is: the windows of a band.</summary>
/// <remarks>
/// Shapes: x as <see cref="ShiftedPlanes"/>, -∞ outside of the plane; if there are fewer than sixteen windows, what follows the last one is
/// readable to the sixteenth. Aliasing: none.
/// </remarks>
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
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (_y.Length >= Lanes)
        {
            RunVectors<TLanes>(_y);
            return;
        }

        Span<float> whole = stackalloc float[Lanes];
        RunVectors<TLanes>(whole);
        whole[.._y.Length].CopyTo(_y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunVectors<TLanes>(Span<float> y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int i = 0; i < y.Length; i += Lanes)
        {
            // The last vector begins earlier: windows that two vectors have in common come out the same.
            int start = Math.Min(i, y.Length - Lanes);
            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), start);
            TLanes largest = TLanes.Create(float.NegativeInfinity);
            foreach (int offset in _offsets)
                largest = default(Max).Apply(largest, TLanes.Load(ref x, (nuint)offset));
            TLanes.Store(CanonicalNaN.Of(largest), ref MemoryMarshal.GetReference(y), (nuint)start);
        }
    }

    private const int Lanes = 16;
}
