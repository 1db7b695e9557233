using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q5_k.</summary>
internal readonly struct Q5KPanels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 0;

    /// <inheritdoc/>
    public static PanelScales Scales => PanelScales.Whole;

    /// <inheritdoc/>
    public static bool HasOffsets => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Weights(ref readonly byte stored, int part)
    {
        Vector256<byte> low = StoredBytes.Bits(in stored, (nuint)(48 + (part / 2 * 32)), part % 2 * 4, 15);
        return low | (StoredBytes.Bits(in stored, 16, part, 1).AsUInt16() << 4).AsByte();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteScales(ref readonly byte stored, ref float panel, int output)
    {
        float factor = StoredBytes.Half(in stored, 0);
        float offsetFactor = -StoredBytes.Half(in stored, 2);
        (ulong scales, ulong offsets) = StoredBytes.SuperScales(in stored, 4);
        for (int part = 0; part < 8; part++)
        {
            ref float own = ref Unsafe.Add(ref panel, (part * (PanelBlock.ByteCount / sizeof(float))) + output);
            Unsafe.Add(ref own, PanelBlock.Factor) = factor;
            Unsafe.Add(ref own, PanelBlock.Scale) = (byte)(scales >> (8 * part));
            Unsafe.Add(ref own, PanelBlock.OffsetFactor) = offsetFactor;
            Unsafe.Add(ref own, PanelBlock.Offset) = (byte)(offsets >> (8 * part));
            Unsafe.Add(ref own, PanelBlock.SecondOffset) = (byte)(offsets >> (8 * part));
        }
    }
}
