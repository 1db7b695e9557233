using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q3_k.</summary>
internal readonly struct Q3KPanels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 4;

    /// <inheritdoc/>
    public static PanelScales Scales => PanelScales.Halves;

    /// <inheritdoc/>
    public static bool HasOffsets => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Weights(ref readonly byte stored, int part)
    {
        Vector256<byte> low = StoredBytes.Bits(in stored, (nuint)(32 + (part / 4 * 32)), part % 4 * 2, 3);
        return low | (StoredBytes.Bits(in stored, 0, part, 1).AsUInt16() << 2).AsByte();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteScales(ref readonly byte stored, ref float panel, int output)
    {
        float factor = StoredBytes.Half(in stored, 108);
        (ulong low, ulong high) = StoredBytes.SixBitScales(in stored, 96);
        for (int part = 0; part < 8; part++)
        {
            ref float own = ref Unsafe.Add(ref panel, (part * (PanelBlock.ByteCount / sizeof(float))) + output);
            Unsafe.Add(ref own, PanelBlock.Factor) = factor;
            Unsafe.Add(ref own, PanelBlock.Scale) = StoredBytes.ScaleAt(low, high, 2 * part);
            Unsafe.Add(ref own, PanelBlock.SecondScale) = StoredBytes.ScaleAt(low, high, (2 * part) + 1);
        }
    }
}
