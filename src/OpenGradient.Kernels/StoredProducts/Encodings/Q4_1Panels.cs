using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q4_1.</summary>
internal readonly struct Q4_1Panels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 0;

    /// <inheritdoc/>
    public static PanelScales Scales => PanelScales.None;

    /// <inheritdoc/>
    public static bool HasOffsets => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Weights(ref readonly byte stored, int part)
    {
        return StoredBytes.Nibbles(in stored, 4);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteScales(ref readonly byte stored, ref float panel, int output)
    {
        Unsafe.Add(ref panel, PanelBlock.Factor + output) = StoredBytes.Half(in stored, 0);
        Unsafe.Add(ref panel, PanelBlock.OffsetFactor + output) = StoredBytes.Half(in stored, 2);
        Unsafe.Add(ref panel, PanelBlock.Offset + output) = 1f;
        Unsafe.Add(ref panel, PanelBlock.SecondOffset + output) = 1f;
    }
}
