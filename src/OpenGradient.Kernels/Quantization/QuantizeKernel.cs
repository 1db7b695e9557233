using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y = saturate(round(x / scale) + zero): numbers as quantised bytes of one scale.</summary>
/// <remarks>
/// Shapes: x and y of one length. Types: binary32 in, bytes (u8 or i8) out; low and high are the range of y less the zero point. Rounding: the quotient, then to
/// the nearest integer, ties to even; the sum is exact. Special values: NaN counts as 0. Aliasing: none.
/// </remarks>
internal readonly ref struct QuantizeKernel(ReadOnlySpan<float> x, Span<byte> y, float scale, int low, int high, int zero) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly Span<byte> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int i = 0; i < _x.Length; i++)
            _y[i] = ByteLanes.Sum(new Quantized(scale, low, high).Apply(_x[i]), zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float x = ref MemoryMarshal.GetReference(_x);
        ref byte y = ref MemoryMarshal.GetReference(_y[.._x.Length]);
        var clip = new Clip(low, high);
        nuint whole = (nuint)(_x.Length & ~15);
        for (nuint i = 0; i < whole; i += 16)
            TLanes.StoreBytes(ByteLanes.Round(clip.Apply(TLanes.Load(ref x, i) / TLanes.Create(scale)), zero), ref y, i);
        int rest = _x.Length & 15;
        if (rest == 0)
            return;
        Span<float> tail = stackalloc float[16];
        Span<byte> bytes = stackalloc byte[16];
        tail.Clear();
        _x[^rest..].CopyTo(tail);
        new QuantizeKernel(tail, bytes, scale, low, high, zero).Run<TLanes>();
        bytes[..rest].CopyTo(_y[(int)whole..]);
    }
}
