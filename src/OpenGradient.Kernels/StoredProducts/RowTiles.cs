using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Rows of 8-bit integers as <see cref="PanelDotCode"/> reads them: up to sixteen rows side by side, block by block.</summary>
/// <remarks>
/// <code>
/// [tiles][blocks][rows of the tile]
/// elements   32 × i8    of the block
/// scale      f32        of the block
/// first      i32        what sums of products start from: -zero · Σ elements, with scales for halves of the first half;  f32 Σ with offsets, with one for each half Σ of the first half
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

    /// <summary>Lays one tile out; needs AVX2.</summary>
    /// <param name="x">The rows, from the first of the tile on; their sums are not read.</param>
    /// <param name="form">Of the encoding.</param>
    /// <param name="zero">What is added to its weights.</param>
    /// <param name="tile">Room for the tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(scoped in BlockRows x, PanelDotForm form, int zero, Span<byte> tile)
    {
        int rows = Math.Min(MaxRows, x.RowCount);
        int count = rows * x.BlockCount;

        // SAFETY: the slices are as long as what is read and written from their beginnings on.
        ref sbyte elements = ref MemoryMarshal.GetReference(x.Elements[..(count * WeightBlock.ElementCount)]);
        ref float scales = ref MemoryMarshal.GetReference(x.Scales[..count]);
        ref byte target = ref MemoryMarshal.GetReference(tile[..(count * BlockBytes)]);
        for (int row = 0; row < rows; row++)
        {
            ref byte block = ref Unsafe.Add(ref target, row * BlockBytes);
            for (int index = 0; index < x.BlockCount; index++)
            {
                WriteBlock(ref elements, form, zero, ref block);
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref block, Scale), scales);
                elements = ref Unsafe.Add(ref elements, WeightBlock.ElementCount);
                scales = ref Unsafe.Add(ref scales, 1);
                block = ref Unsafe.Add(ref block, rows * BlockBytes);
            }
        }
    }

    /// <summary>All of a block but its scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteBlock(ref readonly sbyte elements, PanelDotForm form, int zero, ref byte target)
    {
        Vector256<byte> own = Vector256.LoadUnsafe(in elements).AsByte();
        own.StoreUnsafe(ref target);

        // Elements plus 128, added up in eights.
        Vector256<ulong> eights = Avx2.SumAbsoluteDifferences(own ^ Vector256.Create((byte)0x80), Vector256<byte>.Zero).AsUInt64();
        int first = (int)(eights[0] + eights[1]) - (128 * 16);
        int second = (int)(eights[2] + eights[3]) - (128 * 16);
        if (form.HasOffsets)
        {
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, First), (float)(form.HasOneOffset ? first + second : first));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, Second), (float)second);
        }
        else
        {
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, First), -zero * (form.Scales == PanelScales.Halves ? first : first + second));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, Second), -zero * second);
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
