using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q2_k.</summary>
internal readonly struct Q2KPanels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 0;

    /// <inheritdoc/>
    public static int Largest => 3;

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
    public static void WriteScales(ref readonly byte stored, nuint rowBytes, ref float panel)
    {
        Span<ulong> first = stackalloc ulong[PanelBlock.OutputCount];
        Span<ulong> second = stackalloc ulong[PanelBlock.OutputCount];
        for (int row = 0; row < first.Length; row++)
            (first[row], second[row]) = StoredBytes.EvenAndOdd(in StoredBytes.At(in stored, (nuint)row * rowBytes), 0);
        PanelScaleWriter.WriteFactors(in stored, rowBytes, 80, 1f, ref panel, PanelBlock.Factor);
        PanelScaleWriter.WriteFactors(in stored, rowBytes, 82, -1f, ref panel, PanelBlock.OffsetFactor);
        PanelScaleWriter.WriteNibbles(first, ref panel, PanelBlock.Scale, PanelBlock.Offset);
        PanelScaleWriter.WriteNibbles(second, ref panel, PanelBlock.SecondScale, PanelBlock.SecondOffset);
    }
}
