using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q6_k.</summary>
internal readonly struct Q6KPanels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 32;

    /// <inheritdoc/>
    public static PanelScales Scales => PanelScales.Halves;

    /// <inheritdoc/>
    public static bool HasOffsets => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Weights(ref readonly byte stored, int part)
    {
        Vector256<byte> low = StoredBytes.Bits(in stored, (nuint)((part / 4 * 64) + (part % 2 * 32)), part % 4 / 2 * 4, 15);
        return low | (StoredBytes.Bits(in stored, (nuint)(128 + (part / 4 * 32)), part % 4 * 2, 3).AsUInt16() << 4).AsByte();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteScales(ref readonly byte stored, ref float panel, int output)
    {
        float factor = StoredBytes.Half(in stored, 208);
        for (int part = 0; part < 8; part++)
        {
            ref float own = ref Unsafe.Add(ref panel, (part * (PanelBlock.ByteCount / sizeof(float))) + output);
            Unsafe.Add(ref own, PanelBlock.Factor) = factor;
            Unsafe.Add(ref own, PanelBlock.Scale) = unchecked((sbyte)Unsafe.Add(ref Unsafe.AsRef(in stored), 192 + (2 * part)));
            Unsafe.Add(ref own, PanelBlock.SecondScale) = unchecked((sbyte)Unsafe.Add(ref Unsafe.AsRef(in stored), 193 + (2 * part)));
        }
    }
}
