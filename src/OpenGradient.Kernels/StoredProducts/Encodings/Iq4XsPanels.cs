using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of iq4_xs.</summary>
internal readonly struct Iq4XsPanels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 127;

    /// <inheritdoc/>
    public static PanelScales Scales => PanelScales.Whole;

    /// <inheritdoc/>
    public static bool HasOffsets => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Weights(ref readonly byte stored, int part)
    {
        return StoredBytes.Iq4(StoredBytes.Nibbles(in stored, (nuint)(8 + (16 * part))));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteScales(ref readonly byte stored, ref float panel, int output)
    {
        float factor = StoredBytes.Half(in stored, 0);
        uint high = StoredBytes.UInt16(in stored, 2);
        uint low = StoredBytes.UInt32(in stored, 4);
        for (int part = 0; part < 8; part++)
        {
            ref float own = ref Unsafe.Add(ref panel, (part * (PanelBlock.ByteCount / sizeof(float))) + output);
            Unsafe.Add(ref own, PanelBlock.Factor) = factor;
            Unsafe.Add(ref own, PanelBlock.Scale) = (int)((low >> (4 * part)) & 15) + (int)(((high >> (2 * part)) & 3) << 4) - 32;
        }
    }
}
