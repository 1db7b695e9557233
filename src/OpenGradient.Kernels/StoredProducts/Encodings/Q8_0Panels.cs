using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q8_0.</summary>
internal readonly struct Q8_0Panels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 128;

    /// <inheritdoc/>
    public static int Largest => 255;

    /// <inheritdoc/>
    public static PanelScales Scales => PanelScales.None;

    /// <inheritdoc/>
    public static bool HasOffsets => false;

    /// <inheritdoc/>
    public static StoredWeights StoredWeights => StoredWeights.Bytes;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Weights(ref readonly byte stored, int part)
    {
        return Vector256.LoadUnsafe(in stored, 2) ^ Vector256.Create((byte)0x80);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteScales(ref readonly byte stored, nuint rowBytes, ref float panel)
    {
        PanelScaleWriter.WriteHalves(in stored, rowBytes, 0, ref panel, PanelBlock.Factor);
    }
}
