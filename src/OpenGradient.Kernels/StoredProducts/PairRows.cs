using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Rows of 8-bit integers as 16-bit pairs, which processors without a product of four bytes multiply: <see cref="PanelDot256{TEncoding}"/>.</summary>
/// <remarks>
/// <code>
/// [rows][blocks]
/// even   8 × 2 × i16   elements 4·i and 4·i + 2 of the block at i
/// odd    8 × 2 × i16   elements 4·i + 1 and 4·i + 3
/// </code>
/// </remarks>
internal static class PairRows
{
    /// <summary>How many binary32 elements hold so many rows.</summary>
    public static int ElementCount(int rowCount, int blockCount) => checked(rowCount * blockCount * BlockWords / 2);

    /// <summary>Lays rows out; needs 256-bit vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ReadOnlySpan<sbyte> elements, Span<short> pairs)
    {
        // SAFETY: the slice is as long as what is written for the elements.
        ref sbyte source = ref MemoryMarshal.GetReference(elements);
        ref short target = ref MemoryMarshal.GetReference(pairs[..elements.Length]);
        for (nuint i = 0; i < (nuint)elements.Length; i += BlockWords)
        {
            Vector256<short> both = Vector256.LoadUnsafe(ref source, i).AsInt16();
            ((both << 8) >> 8).StoreUnsafe(ref target, i);
            (both >> 8).StoreUnsafe(ref target, i + (BlockWords / 2));
        }
    }

    /// <summary>Of one row.</summary>
    public const int BlockWords = WeightBlock.ElementCount;
}
