using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Rows of 8-bit integers in blocks of 32: what <see cref="BlockQuantizationKernel"/> makes, with the sums that offsets and zero points ask for.</summary>
/// <remarks>Shapes: elements [rows, depth]; scales [rows, depth / 32]; sums [rows, depth / 16], of sixteen elements each.</remarks>
internal readonly ref struct BlockRows(ReadOnlySpan<sbyte> elements, ReadOnlySpan<float> scales, ReadOnlySpan<int> sums, int rowCount, int depth, ReadOnlySpan<short> pairs = default)
{
    /// <summary>[rows, depth].</summary>
    public readonly ReadOnlySpan<sbyte> Elements = elements;

    /// <summary>[rows, depth / 32].</summary>
    public readonly ReadOnlySpan<float> Scales = scales;

    /// <summary>[rows, depth / 16]; nothing where <see cref="StoredProduct.ReadsSums"/> says that nobody reads them.</summary>
    public readonly ReadOnlySpan<int> Sums = sums;

    /// <summary>The elements once more as <see cref="PairRows"/>, where <see cref="StoredPanels.TakesPairs"/>.</summary>
    public readonly ReadOnlySpan<short> Pairs = pairs;

    /// <summary>How many rows there are.</summary>
    public int RowCount => rowCount;

    /// <summary>Elements of a row, a multiple of 32.</summary>
    public int Depth => depth;

    /// <summary>Blocks of a row.</summary>
    public int BlockCount => depth / WeightBlock.ElementCount;

    /// <summary>Sums of sixteen neighbours each.</summary>
    public static void Sum(ReadOnlySpan<sbyte> elements, Span<int> sums)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            Vector128<sbyte> sixteen = Vector128.Create(elements.Slice(16 * i, 16));
            Vector128<short> eight = Vector128.WidenLower(sixteen) + Vector128.WidenUpper(sixteen);
            Vector128<int> four = Vector128.WidenLower(eight) + Vector128.WidenUpper(eight);
            sums[i] = four[0] + four[1] + four[2] + four[3];
        }
    }

    /// <summary>Some of the rows.</summary>
    public BlockRows Slice(int firstRow, int count) => new(
        Elements[(firstRow * depth)..], Scales[(firstRow * BlockCount)..], Sums.IsEmpty ? default : Sums[(firstRow * BlockCount * 2)..], count, depth, Pairs.IsEmpty ? default : Pairs[(firstRow * depth)..]);

    /// <summary>The same rows with their pairs.</summary>
    public BlockRows With(ReadOnlySpan<short> pairs) => new(Elements, Scales, Sums, rowCount, depth, pairs);
}
