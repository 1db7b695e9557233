using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Panels of q5_0.</summary>
internal readonly struct Q5_0Panels : IPanelEncoding
{
    /// <inheritdoc/>
    public static int Zero => 16;

    /// <inheritdoc/>
    public static int Largest => 31;

    /// <inheritdoc/>
    public static PanelScales Scales => PanelScales.None;

    /// <inheritdoc/>
    public static bool HasOffsets => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Weights(ref readonly byte stored, int part)
    {
        return StoredBytes.Nibbles(in stored, 6) | StoredBytes.FifthBits(StoredBytes.UInt32(in stored, 2));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteScales(ref readonly byte stored, nuint rowBytes, ref float panel)
    {
        PanelScaleWriter.WriteHalves(in stored, rowBytes, 0, ref panel, PanelBlock.Factor);
    }
}
