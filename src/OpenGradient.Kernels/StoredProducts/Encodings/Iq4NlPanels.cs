using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of iq4_nl.</summary>
internal readonly struct Iq4NlPanels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 127;

    /// <inheritdoc/>
    public static int Largest => 240;

    /// <inheritdoc/>
    public static PanelScales Scales => PanelScales.None;

    /// <inheritdoc/>
    public static bool HasOffsets => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Weights(ref readonly byte stored, int part)
    {
        return StoredBytes.Iq4(StoredBytes.Nibbles(in stored, 2));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteScales(ref readonly byte stored, nuint rowBytes, ref float panel)
    {
        PanelScaleWriter.WriteHalves(in stored, rowBytes, 0, ref panel, PanelBlock.Factor);
    }
}
