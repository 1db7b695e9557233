using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>From clipped quotients to bytes.</summary>
internal static class ByteLanes
{
    /// <summary>A whole number plus a zero point, as u8 or i8; NaN counts as 0.</summary>
    public static byte Sum(float number, int zero) => unchecked((byte)((float.IsNaN(number) ? 0 : (int)number) + zero));

    /// <summary>round(x) + zero as integers, x being within ±2^22; NaN counts as 0.</summary>
    /// <remarks>1.5 · 2^23 has no bits below 1, so adding it rounds to the nearest integer, ties to even, which then stands in the low bits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Round<TLanes>(TLanes x, int zero)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes number = TLanes.SelectEqual(x, x, x, TLanes.Zero);
        return TLanes.AddBits(number + TLanes.Create(Shifter), TLanes.CreateBits(unchecked((uint)zero - BitConverter.SingleToUInt32Bits(Shifter))));
    }

    private const float Shifter = 12582912f;
}
