using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q3_k.</summary>
internal readonly struct Q3KPanels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 4;

    /// <inheritdoc/>
    public static int Largest => 7;

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
    public static void WriteScales(ref readonly byte stored, nuint rowBytes, ref float panel)
    {
        Span<ulong> first = stackalloc ulong[PanelBlock.OutputCount];
        Span<ulong> second = stackalloc ulong[PanelBlock.OutputCount];
        for (int row = 0; row < first.Length; row++)
            (first[row], second[row]) = StoredBytes.SixBitScales(in StoredBytes.At(in stored, (nuint)row * rowBytes), 96);
        PanelScaleWriter.WriteFactors(in stored, rowBytes, 108, 1f, ref panel, PanelBlock.Factor);
        PanelScaleWriter.WriteParts(first, 32, ref panel, PanelBlock.Scale);
        PanelScaleWriter.WriteParts(second, 32, ref panel, PanelBlock.SecondScale);
    }
}
