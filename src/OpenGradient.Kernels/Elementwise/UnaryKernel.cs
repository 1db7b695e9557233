using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[i] = f(x[i]), NaNs canonical.</summary>
/// <remarks>Shapes: x and y of one length. Order: none, elements are independent. Aliasing: y may be x.</remarks>
internal readonly ref struct UnaryKernel<TFunction>(TFunction function, ReadOnlySpan<float> x, Span<float> y) : ILaneKernel
    where TFunction : struct, IUnaryFunction
{
    private readonly TFunction _function = function;
    private readonly ReadOnlySpan<float> _x = x;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int i = 0; i < _x.Length; i++)
            _y[i] = CanonicalNaN.Of(_function.Apply(_x[i]));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Debug.Assert(_y.Length >= _x.Length, "Every element has a place.");
        ref float x = ref MemoryMarshal.GetReference(_x);
        ref float y = ref MemoryMarshal.GetReference(_y);
        nuint whole = (nuint)(_x.Length & ~15);
        for (nuint i = 0; i < whole; i += 16)
            TLanes.Store(CanonicalNaN.Of(_function.Apply(TLanes.Load(ref x, i))), ref y, i);
        int rest = _x.Length & 15;
        if (rest == 0)
            return;
        Span<float> tail = stackalloc float[16];
        tail.Clear();
        _x[^rest..].CopyTo(tail);
        ref float t = ref MemoryMarshal.GetReference(tail);
        TLanes.Store(CanonicalNaN.Of(_function.Apply(TLanes.Load(ref t, 0))), ref t, 0);
        tail[..rest].CopyTo(_y[(int)whole..]);
    }
}
