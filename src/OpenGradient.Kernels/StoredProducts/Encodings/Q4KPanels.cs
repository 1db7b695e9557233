using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q4_k.</summary>
internal readonly struct Q4KPanels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 0;

    /// <inheritdoc/>
    public static int Largest => 15;

    /// <inheritdoc/>
    public static PanelScales Scales => PanelScales.Whole;

    /// <inheritdoc/>
    public static bool HasOffsets => true;

    /// <inheritdoc/>
    public static bool LiesInPairs => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Pair(ref readonly byte stored, int part)
    {
        return Vector256.LoadUnsafe(in stored, (nuint)(16 + (part / 2 * 32)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Weights(ref readonly byte stored, int part)
    {
        return StoredBytes.Bits(in stored, (nuint)(16 + (part / 2 * 32)), part % 2 * 4, 15);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteScales(ref readonly byte stored, nuint rowBytes, ref float panel) => PanelScaleWriter.WriteSuperScales(in stored, rowBytes, ref panel);
}
