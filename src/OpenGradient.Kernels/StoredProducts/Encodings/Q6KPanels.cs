using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q6_k.</summary>
internal readonly struct Q6KPanels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 32;

    /// <inheritdoc/>
    public static int Largest => 63;

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
    public static void WriteScales(ref readonly byte stored, nuint rowBytes, ref float panel)
    {
        Span<ulong> first = stackalloc ulong[PanelBlock.OutputCount];
        Span<ulong> second = stackalloc ulong[PanelBlock.OutputCount];
        for (int row = 0; row < first.Length; row++)
            (first[row], second[row]) = StoredBytes.HalfScales(in StoredBytes.At(in stored, (nuint)row * rowBytes), 192);
        PanelScaleWriter.WriteFactors(in stored, rowBytes, 208, 1f, ref panel, PanelBlock.Factor);
        PanelScaleWriter.WriteParts(first, 128, ref panel, PanelBlock.Scale);
        PanelScaleWriter.WriteParts(second, 128, ref panel, PanelBlock.SecondScale);
    }
}
