using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q4_0.</summary>
internal readonly struct Q4_0Panels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 8;

    /// <inheritdoc/>
    public static int Largest => 15;

    /// <inheritdoc/>
    public static PanelScales Scales => PanelScales.None;

    /// <inheritdoc/>
    public static bool HasOffsets => false;

    /// <inheritdoc/>
    public static StoredWeights StoredWeights => StoredWeights.Nibbles;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Weights(ref readonly byte stored, int part)
    {
        return StoredBytes.Nibbles(in stored, 2);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteScales(ref readonly byte stored, nuint rowBytes, ref float panel)
    {
        PanelScaleWriter.WriteHalves(in stored, rowBytes, 0, ref panel, PanelBlock.Factor);
    }
}
