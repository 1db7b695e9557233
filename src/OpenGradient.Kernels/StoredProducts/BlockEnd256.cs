using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>What is done with the products of bytes of a block before they are in the sums of eight outputs: <see cref="RowBlocks"/> in one vector.</summary>
internal readonly unsafe struct BlockEnd256<TEncoding>
    where TEncoding : struct, IPanelEncoding
{
    private readonly Vector256<float> _scale;
    private readonly Vector256<float> _first; // Σ elements of the first half, of both where they share an offset; likewise the other
    private readonly Vector256<float> _second;

    /// <param name="scale">Of the row's block.</param>
    /// <param name="sums">Of its halves; not read without offsets.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockEnd256(float* scale, int* sums)
    {
        _scale = Vector256.Create(*scale);
        if (!TEncoding.HasOffsets)
            return;
        _first = Vector256.Create((float)(TEncoding.Scales == PanelScales.Halves ? sums[0] : sums[0] + sums[1]));
        if (TEncoding.Scales == PanelScales.Halves)
            _second = Vector256.Create((float)sums[1]);
    }

    /// <summary>The sums after the block.</summary>
    /// <param name="first">Products of the first half; not read where both have one scale.</param>
    /// <param name="second">Products of the second half; where both have one scale, of both.</param>
    /// <param name="panel">The panel's block, from the first of the eight outputs on.</param>
    /// <param name="sum">Of the blocks before.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Take(Vector256<int> first, Vector256<int> second, float* panel, Vector256<float> sum)
    {
        Vector256<float> integer = Vector256.ConvertToSingle(second);
        if (TEncoding.Scales == PanelScales.Whole)
            integer *= Vector256.Load(panel + PanelBlock.Scale);
        if (TEncoding.Scales == PanelScales.Halves)
            integer = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(first), Vector256.Load(panel + PanelBlock.Scale), integer * Vector256.Load(panel + PanelBlock.SecondScale));
        sum = Vector256.FusedMultiplyAdd(integer, Vector256.Load(panel + PanelBlock.Factor) * _scale, sum);
        if (!TEncoding.HasOffsets)
            return sum;
        Vector256<float> offset = _first * Vector256.Load(panel + PanelBlock.Offset);
        if (TEncoding.Scales == PanelScales.Halves)
            offset = Vector256.FusedMultiplyAdd(_second, Vector256.Load(panel + PanelBlock.SecondOffset), offset);
        return Vector256.FusedMultiplyAdd(offset, Vector256.Load(panel + PanelBlock.OffsetFactor) * _scale, sum);
    }

    /// <summary>What products of the first half start from; without scales for halves, of both halves: less those of the zero point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Begin(int* sums) =>
        TEncoding.Zero == 0 ? Vector256<int>.Zero : Vector256.Create(unchecked(-TEncoding.Zero * (TEncoding.Scales == PanelScales.Halves ? sums[0] : sums[0] + sums[1])));

    /// <summary>What products of the second half start from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> BeginSecond(int* sums) => TEncoding.Zero == 0 ? Vector256<int>.Zero : Vector256.Create(unchecked(-TEncoding.Zero * sums[1]));
}
