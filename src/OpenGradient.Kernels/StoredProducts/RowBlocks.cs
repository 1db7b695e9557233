using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>The blocks of one row from some block on, and what is done with them before and after the products of bytes.</summary>
internal readonly ref struct RowBlocks
{
    private readonly ref int _elements; // four at a time, [blocks, 8]
    private readonly ref float _scales; // [blocks]
    private readonly ref int _sums; // [blocks, 2]

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowBlocks(scoped in BlockRows rows, int row, int firstBlock)
    {
        int block = (row * rows.BlockCount) + firstBlock;
        _elements = ref Unsafe.As<sbyte, int>(ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Elements), block * WeightBlock.ElementCount));
        _scales = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Scales), block);
        _sums = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Sums), block * 2);
    }

    /// <summary>Elements 4·<paramref name="index"/> … 4·<paramref name="index"/> + 3 of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Four(int block, int index) => Unsafe.Add(ref _elements, (block * 8) + index);

    /// <summary>What the sums of the first half start from: less the products of the zero point; without scales for halves, of both halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Begin<TLanes, TEncoding>(int block)
        where TLanes : unmanaged, ILanes<TLanes>
        where TEncoding : struct, IPanelEncoding
    {
        if (TEncoding.Zero == 0)
            return TLanes.Zero;
        int sum = Unsafe.Add(ref _sums, block * 2);
        if (TEncoding.Scales != PanelScales.Halves)
            sum += Unsafe.Add(ref _sums, (block * 2) + 1);
        return TLanes.CreateBits(unchecked((uint)(-TEncoding.Zero * sum)));
    }

    /// <summary>What the sums of the second half start from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes BeginSecond<TLanes, TEncoding>(int block)
        where TLanes : unmanaged, ILanes<TLanes>
        where TEncoding : struct, IPanelEncoding =>
        TEncoding.Zero == 0 ? TLanes.Zero : TLanes.CreateBits(unchecked((uint)(-TEncoding.Zero * Unsafe.Add(ref _sums, (block * 2) + 1))));

    /// <summary>Brings the integers of a block into the sums of the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes End<TLanes, TEncoding>(int block, ref float panel, nuint start, TLanes first, TLanes second, TLanes sum)
        where TLanes : unmanaged, ILanes<TLanes>
        where TEncoding : struct, IPanelEncoding
    {
        TLanes integer = TLanes.ConvertBitsToSingle(second);
        if (TEncoding.Scales == PanelScales.Whole)
            integer *= TLanes.Load(ref panel, start + PanelBlock.Scale);
        if (TEncoding.Scales == PanelScales.Halves)
            integer = TLanes.FusedMultiplyAdd(TLanes.ConvertBitsToSingle(first), TLanes.Load(ref panel, start + PanelBlock.Scale), integer * TLanes.Load(ref panel, start + PanelBlock.SecondScale));
        TLanes scale = TLanes.Create(Unsafe.Add(ref _scales, block));
        sum = TLanes.FusedMultiplyAdd(integer, TLanes.Load(ref panel, start + PanelBlock.Factor) * scale, sum);
        if (!TEncoding.HasOffsets)
            return sum;
        nuint secondOffset = TEncoding.Scales == PanelScales.Halves ? start + PanelBlock.SecondOffset : start + PanelBlock.Offset;
        TLanes offset = TLanes.Create(Unsafe.Add(ref _sums, block * 2)) * TLanes.Load(ref panel, start + PanelBlock.Offset);
        offset = TLanes.FusedMultiplyAdd(TLanes.Create(Unsafe.Add(ref _sums, (block * 2) + 1)), TLanes.Load(ref panel, secondOffset), offset);
        return TLanes.FusedMultiplyAdd(offset, TLanes.Load(ref panel, start + PanelBlock.OffsetFactor) * scale, sum);
    }
}
