using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>Where the rows of a product lie while they are pinned, from one of their blocks on.</summary>
/// <param name="elements">[rows, depth].</param>
/// <param name="pairs">[rows] as <see cref="PairRows"/>; nothing where bytes are multiplied.</param>
/// <param name="scales">[rows, blocks].</param>
/// <param name="sums">[rows, blocks, 2].</param>
/// <param name="blockCount">Blocks of a row.</param>
internal readonly unsafe struct RowPointers(sbyte* elements, short* pairs, float* scales, int* sums, int blockCount)
{
    /// <summary>A block's elements, in fours.</summary>
    public int* Fours => (int*)elements;

    /// <summary>A block's elements as pairs.</summary>
    public int* Pairs => (int*)pairs;

    /// <summary>A block's scale.</summary>
    public float* Scales => scales;

    /// <summary>The sums of a block's halves.</summary>
    public int* Sums => sums;

    /// <summary>From a row to the next, in blocks.</summary>
    public int BlockCount => blockCount;

    /// <summary>The same from another row and block on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowPointers At(int row, int block)
    {
        nint blocks = ((nint)row * blockCount) + block;
        return new(elements + (blocks * WeightBlock.ElementCount), pairs == null ? null : pairs + (blocks * PairRows.BlockWords), scales + blocks, sums + (blocks * 2), blockCount);
    }
}
