using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Rows of 8-bit integers as <see cref="PanelDotCode"/> reads them: up to sixteen rows side by side, block by block.</summary>
/// <remarks>
/// <code>
/// [tiles][blocks][rows of the tile]
/// elements   32 × i8    of the block
/// scale      f32        of the block
/// first      i32        what sums of products start from: -zero · Σ elements, with scales for halves of the first half;  f32 Σ of the first half with offsets
/// second     i32        the same of the second half                                                                       f32 Σ of the second half
/// </code>
/// </remarks>
internal readonly ref struct RowTiles(ReadOnlySpan<byte> bytes, int rowCount, int blockCount)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many rows there are.</summary>
    public int RowCount => rowCount;

    /// <summary>Some blocks of the tile that begins with a row.</summary>
    public ReadOnlySpan<byte> Blocks(int firstRow, int firstBlock, int count)
    {
        int rows = Math.Min(MaxRows, rowCount - firstRow);
        return _bytes.Slice(((firstRow * blockCount) + (firstBlock * rows)) * BlockBytes, count * rows * BlockBytes);
    }

    /// <summary>Some of the rows, from the first of a tile on.</summary>
    public RowTiles Slice(int firstRow, int count) => new(_bytes[(firstRow * blockCount * BlockBytes)..], count, blockCount);

    /// <summary>How many binary32 elements hold so many rows.</summary>
    public static int ElementCount(int rowCount, int blockCount) => checked(rowCount * blockCount * (BlockBytes / sizeof(float)));

    /// <summary>Lays one tile out.</summary>
    /// <param name="x">The rows, from the first of the tile on.</param>
    /// <param name="form">Of the encoding.</param>
    /// <param name="zero">What is added to its weights.</param>
    /// <param name="tile">Room for the tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(scoped in BlockRows x, PanelDotForm form, int zero, Span<byte> tile)
    {
        int rows = Math.Min(MaxRows, x.RowCount);
        for (int row = 0; row < rows; row++)
        {
            for (int block = 0; block < x.BlockCount; block++)
                WriteBlock(in x, (row * x.BlockCount) + block, form, zero, tile.Slice(((block * rows) + row) * BlockBytes, BlockBytes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteBlock(scoped in BlockRows x, int block, PanelDotForm form, int zero, Span<byte> target)
    {
        MemoryMarshal.AsBytes(x.Elements.Slice(block * WeightBlock.ElementCount, WeightBlock.ElementCount)).CopyTo(target);
        MemoryMarshal.Write(target[Scale..], x.Scales[block]);
        int first = x.Sums[2 * block];
        int second = x.Sums[(2 * block) + 1];
        if (form.HasOffsets)
        {
            MemoryMarshal.Write(target[First..], (float)first);
            MemoryMarshal.Write(target[Second..], (float)second);
        }
        else
        {
            MemoryMarshal.Write(target[First..], -zero * (form.Scales == PanelScales.Halves ? first : first + second));
            MemoryMarshal.Write(target[Second..], -zero * second);
        }
    }

    /// <summary>How many rows a tile has; the last one may have fewer.</summary>
    public const int MaxRows = 16;

    /// <summary>Of one row.</summary>
    public const int BlockBytes = 44;

    /// <summary>Where a block's scale lies; likewise the others.</summary>
    public const int Scale = 32;

    /// <inheritdoc cref="Scale"/>
    public const int First = 36;

    /// <inheritdoc cref="Scale"/>
    public const int Second = 40;
}
