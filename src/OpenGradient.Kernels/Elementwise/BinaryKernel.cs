using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>z[i] = f(x[i], y[i]), NaNs canonical; an operand of one element stands for every i.</summary>
/// <remarks>Shapes: x and y have the length of z, or 1. Order: none, elements are independent. Aliasing: z may be x or y of full length.</remarks>
internal readonly ref struct BinaryKernel<TFunction>(TFunction function, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) : ILaneKernel
    where TFunction : struct, IBinaryFunction
{
    private readonly TFunction _function = function;
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<float> _y = y;
    private readonly Span<float> _z = z;

    /// <inheritdoc/>
    public void RunScalar()
    {
        bool isXScalar = _x.Length != _z.Length;
        bool isYScalar = _y.Length != _z.Length;
        for (int i = 0; i < _z.Length; i++)
            _z[i] = CanonicalNaN.Of(_function.Apply(_x[isXScalar ? 0 : i], _y[isYScalar ? 0 : i]));
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Debug.Assert(_x.Length == _z.Length || _x.Length == 1, "x fits.");
        Debug.Assert(_y.Length == _z.Length || _y.Length == 1, "y fits.");
        if (_x.Length != _z.Length)
            RunWithScalarX<TLanes>();
        else if (_y.Length != _z.Length)
            RunWithScalarY<TLanes>();
        else
            RunPairs<TLanes>();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPairs<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float x = ref MemoryMarshal.GetReference(_x);
        ref float y = ref MemoryMarshal.GetReference(_y);
        ref float z = ref MemoryMarshal.GetReference(_z);
        nuint whole = (nuint)(_z.Length & ~15);
        for (nuint i = 0; i < whole; i += 16)
            TLanes.Store(CanonicalNaN.Of(_function.Apply(TLanes.Load(ref x, i), TLanes.Load(ref y, i))), ref z, i);
        if (_z.Length != (int)whole)
            Tail((int)whole, Pad<TLanes>(_x[(int)whole..]), Pad<TLanes>(_y[(int)whole..]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunWithScalarX<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes x = TLanes.Create(_x[0]);
        ref float y = ref MemoryMarshal.GetReference(_y);
        ref float z = ref MemoryMarshal.GetReference(_z);
        nuint whole = (nuint)(_z.Length & ~15);
        bool isYScalar = _y.Length != _z.Length;
        for (nuint i = 0; i < whole; i += 16)
            TLanes.Store(CanonicalNaN.Of(_function.Apply(x, isYScalar ? TLanes.Create(y) : TLanes.Load(ref y, i))), ref z, i);
        if (_z.Length != (int)whole)
            Tail((int)whole, x, isYScalar ? TLanes.Create(y) : Pad<TLanes>(_y[(int)whole..]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunWithScalarY<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float x = ref MemoryMarshal.GetReference(_x);
        TLanes y = TLanes.Create(_y[0]);
        ref float z = ref MemoryMarshal.GetReference(_z);
        nuint whole = (nuint)(_z.Length & ~15);
        for (nuint i = 0; i < whole; i += 16)
            TLanes.Store(CanonicalNaN.Of(_function.Apply(TLanes.Load(ref x, i), y)), ref z, i);
        if (_z.Length != (int)whole)
            Tail((int)whole, Pad<TLanes>(_x[(int)whole..]), y);
    }

    private void Tail<TLanes>(int start, TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Span<float> tail = stackalloc float[16];
        TLanes.Store(CanonicalNaN.Of(_function.Apply(x, y)), ref MemoryMarshal.GetReference(tail), 0);
        tail[..(_z.Length - start)].CopyTo(_z[start..]);
    }

    private static TLanes Pad<TLanes>(ReadOnlySpan<float> rest)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Span<float> padded = stackalloc float[16];
        padded.Clear();
        rest.CopyTo(padded);
        return TLanes.Load(ref MemoryMarshal.GetReference(padded), 0);
    }
}
