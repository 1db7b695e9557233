using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of iq4_xs.</summary>
internal readonly struct Iq4XsPanels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 127;

    /// <inheritdoc/>
    public static int Largest => 240;

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
    public static void WriteScales(ref readonly byte stored, nuint rowBytes, ref float panel)
    {
        Span<ulong> scales = stackalloc ulong[PanelBlock.OutputCount];
        for (int row = 0; row < scales.Length; row++)
            scales[row] = StoredBytes.SplitScales(in StoredBytes.At(in stored, (nuint)row * rowBytes), 2);
        PanelScaleWriter.WriteFactors(in stored, rowBytes, 0, 1f, ref panel, PanelBlock.Factor);
        PanelScaleWriter.WriteParts(scales, 32, ref panel, PanelBlock.Scale);
    }
}
