using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>One block of 32 weights of sixteen outputs, turned so that sixteen sums grow side by side.</summary>
/// <remarks>
/// <code>
/// weights         512 × u8   [8][16][4]   w + zero of element 4·i + j of output o at i, o, j
/// factor          16 × f32   D            of each output
/// scale           16 × f32   a₀, or the one scale of both halves; not read where all scales are 1
/// second scale    16 × f32   a₁
/// offset factor   16 × f32   E            this and what follows: not read without offsets
/// offset          16 × f32   b₀, or the one offset of both halves
/// second offset   16 × f32   b₁           read only if each half has a scale
/// </code>
/// Integers below 2^24 lie here as binary32: products and sums of theirs stay exact.
/// </remarks>
internal static class PanelBlock
{
    /// <summary>How many outputs lie side by side.</summary>
    public const int OutputCount = 16;

    /// <summary>Bytes of a block of sixteen outputs.</summary>
    public const int ByteCount = 896;

    /// <summary>Elements before block <paramref name="index"/>, counted in binary32.</summary>
    public static nuint Start(int index) => (nuint)index * (ByteCount / sizeof(float));

    /// <summary>The weights of a block that begins at element <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Weights(ref float panel, nuint start) => ref Unsafe.As<float, byte>(ref Unsafe.Add(ref panel, start));

    /// <summary>Writes what follows the weights, for one output.</summary>
    /// <param name="block">Where it is taken from.</param>
    /// <param name="panel">The first element of the panel's block.</param>
    /// <param name="output">0 … 15.</param>
    public static void WriteScales(scoped in WeightBlock block, ref float panel, int output)
    {
        ref float own = ref Unsafe.Add(ref panel, output);
        Unsafe.Add(ref own, Factor) = block.Factor;
        Unsafe.Add(ref own, Scale) = block.Scales.First;
        Unsafe.Add(ref own, SecondScale) = block.Scales.Second;
        Unsafe.Add(ref own, OffsetFactor) = block.OffsetFactor;
        Unsafe.Add(ref own, Offset) = block.Offsets.First;
        Unsafe.Add(ref own, SecondOffset) = block.Offsets.Second;
    }

    /// <summary>Where a block's factors begin; likewise the others.</summary>
    public const int Factor = 128;

    /// <inheritdoc cref="Factor"/>
    public const int Scale = 144;

    /// <inheritdoc cref="Factor"/>
    public const int SecondScale = 160;

    /// <inheritdoc cref="Factor"/>
    public const int OffsetFactor = 176;

    /// <inheritdoc cref="Factor"/>
    public const int Offset = 192;

    /// <inheritdoc cref="Factor"/>
    public const int SecondOffset = 208;
}
