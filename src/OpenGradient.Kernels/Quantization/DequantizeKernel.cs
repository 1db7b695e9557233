using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y = (x - zero) · scale: quantised bytes of one scale as numbers.</summary>
/// <remarks>Shapes: x and y of one length. Types: bytes (u8 or i8) in, binary32 out. Rounding: the difference is exact, the product rounded; NaNs canonical.</remarks>
internal readonly ref struct DequantizeKernel(ReadOnlySpan<byte> x, bool isSigned, int zero, float scale, Span<float> y) : ILaneKernel
{
    private readonly ReadOnlySpan<byte> _x = x;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int i = 0; i < _x.Length; i++)
            _y[i] = CanonicalNaN.Of(((isSigned ? (sbyte)_x[i] : _x[i]) - zero) * scale);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // An i8 is a u8 with the first bit turned over, less 128.
        TLanes flip = TLanes.CreateBits(isSigned ? 0x80u : 0);
        TLanes origin = TLanes.CreateBits((uint)(isSigned ? zero + 128 : zero));
        ref byte x = ref MemoryMarshal.GetReference(_x);
        ref float y = ref MemoryMarshal.GetReference(_y[.._x.Length]);
        nuint whole = (nuint)(_x.Length & ~15);
        for (nuint i = 0; i < whole; i += 16)
        {
            TLanes difference = TLanes.SubtractBits(TLanes.LoadBytes(ref x, i) ^ flip, origin);
            TLanes.Store(CanonicalNaN.Of(TLanes.ConvertBitsToSingle(difference) * TLanes.Create(scale)), ref y, i);
        }

        int rest = _x.Length & 15;
        if (rest == 0)
            return;
        Span<byte> tail = stackalloc byte[16];
        Span<float> numbers = stackalloc float[16];
        tail.Clear();
        _x[^rest..].CopyTo(tail);
        new DequantizeKernel(tail, isSigned, zero, scale, numbers).Run<TLanes>();
        numbers[..rest].CopyTo(_y[(int)whole..]);
    }
}
