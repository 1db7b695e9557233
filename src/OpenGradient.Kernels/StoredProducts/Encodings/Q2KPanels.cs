using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q2_k.</summary>
internal readonly struct Q2KPanels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 0;

    /// <inheritdoc/>
    public static PanelScales Scales => PanelScales.Halves;

    /// <inheritdoc/>
    public static bool HasOffsets => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Weights(ref readonly byte stored, int part)
    {
        return StoredBytes.Bits(in stored, (nuint)(16 + (part / 4 * 32)), part % 4 * 2, 3);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteScales(ref readonly byte stored, ref float panel, int output)
    {
        float factor = StoredBytes.Half(in stored, 80);
        float offsetFactor = -StoredBytes.Half(in stored, 82);
        for (int part = 0; part < 8; part++)
        {
            int first = Unsafe.Add(ref Unsafe.AsRef(in stored), 2 * part);
            int second = Unsafe.Add(ref Unsafe.AsRef(in stored), (2 * part) + 1);
            ref float own = ref Unsafe.Add(ref panel, (part * (PanelBlock.ByteCount / sizeof(float))) + output);
            Unsafe.Add(ref own, PanelBlock.Factor) = factor;
            Unsafe.Add(ref own, PanelBlock.Scale) = first & 15;
            Unsafe.Add(ref own, PanelBlock.SecondScale) = second & 15;
            Unsafe.Add(ref own, PanelBlock.OffsetFactor) = offsetFactor;
            Unsafe.Add(ref own, PanelBlock.Offset) = first >> 4;
            Unsafe.Add(ref own, PanelBlock.SecondOffset) = second >> 4;
        }
    }
}
