using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q5_k.</summary>
internal readonly struct Q5KPanels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 0;

    /// <inheritdoc/>
    public static int Largest => 31;

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
    public static void WriteScales(ref readonly byte stored, nuint rowBytes, ref float panel) => PanelScaleWriter.WriteSuperScales(in stored, rowBytes, ref panel);
}
