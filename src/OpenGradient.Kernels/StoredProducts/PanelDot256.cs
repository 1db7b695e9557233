// Unrolled by hand: sums live in registers only if each has its own name.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary><see cref="PanelDot{TLanes, TEncoding}"/> for four rows in 256-bit vectors on processors without a product of four bytes (AVX2 without AVX-VNNI).</summary>
/// <remarks>
/// <para>Weights of up to seven bits are multiplied as bytes (vpmaddubsw), whose sums of two stay below 2^15: 2 · 127 · 127; those of four bits may be added up in 16 bits over a whole block.
/// Wider ones are taken as 16-bit numbers, even and odd bytes apart. Either way every sum is exact.</para>
/// <para>Shapes: panel [blocks] of <see cref="PanelBlock"/>; sums [4, 16], contiguous. Order: blocks ascending: <see cref="StoredProduct"/>. Elements are from -127 to 127.</para>
/// </remarks>
internal static unsafe class PanelDot256<TEncoding>
    where TEncoding : struct, IPanelEncoding
{
    /// <summary>Whether it is what <see cref="LaneWidth.Bits256"/> takes here.</summary>
    public static bool IsChosen => Avx2.IsSupported && !AvxVnni.IsSupported;

    /// <summary>Whether rows are read as <see cref="PairRows"/>.</summary>
    public static bool TakesPairs => TEncoding.Largest > LargestByte;

    /// <summary>Four rows.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="blockCount">Its blocks.</param>
    /// <param name="x">The first of the rows, from the first of the blocks on.</param>
    /// <param name="sums">Of the rows.</param>
    public static void Run(float* panel, int blockCount, in RowPointers x, float* sums)
    {
        if (TakesPairs)
            MultiplyPairs(panel, blockCount, in x, sums);
        else
            MultiplyBytes(panel, blockCount, in x, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // within another method what it is made of would be calls
    private static void MultiplyPairs(float* panel, int blockCount, in RowPointers x, float* sums)
    {
        nint step = (nint)x.BlockCount * (PairRows.BlockWords / 2);
        int* x0 = x.Pairs;
        int* x1 = x0 + step;
        int* x2 = x1 + step;
        int* x3 = x2 + step;
        float* scales = x.Scales;
        int* elementSums = x.Sums;
        nint rowBlocks = x.BlockCount;
        for (int block = 0; block < blockCount; block++)
        {
            Vector256<int> a0 = Begin(elementSums, rowBlocks, 0), a1 = Begin(elementSums, rowBlocks, 1), a2 = Begin(elementSums, rowBlocks, 2), a3 = Begin(elementSums, rowBlocks, 3);
            Vector256<int> b0 = a0, b1 = a1, b2 = a2, b3 = a3;
            byte* weights = (byte*)panel;
            for (nint i = 0; i < 8; i++)
            {
                Vector256<short> a = Vector256.Load(weights).AsInt16();
                Vector256<short> b = Vector256.Load(weights + 32).AsInt16();
                Vector256<short> even = a & Vector256.Create((short)0xFF);
                Vector256<short> even2 = b & Vector256.Create((short)0xFF);
                a >>>= 8;
                b >>>= 8;
                Vector256<short> pair = Pair(x0 + i);
                a0 += Avx2.MultiplyAddAdjacent(even, pair);
                b0 += Avx2.MultiplyAddAdjacent(even2, pair);
                pair = Pair(x1 + i);
                a1 += Avx2.MultiplyAddAdjacent(even, pair);
                b1 += Avx2.MultiplyAddAdjacent(even2, pair);
                pair = Pair(x2 + i);
                a2 += Avx2.MultiplyAddAdjacent(even, pair);
                b2 += Avx2.MultiplyAddAdjacent(even2, pair);
                pair = Pair(x3 + i);
                a3 += Avx2.MultiplyAddAdjacent(even, pair);
                b3 += Avx2.MultiplyAddAdjacent(even2, pair);
                pair = Pair(x0 + i + 8);
                a0 += Avx2.MultiplyAddAdjacent(a, pair);
                b0 += Avx2.MultiplyAddAdjacent(b, pair);
                pair = Pair(x1 + i + 8);
                a1 += Avx2.MultiplyAddAdjacent(a, pair);
                b1 += Avx2.MultiplyAddAdjacent(b, pair);
                pair = Pair(x2 + i + 8);
                a2 += Avx2.MultiplyAddAdjacent(a, pair);
                b2 += Avx2.MultiplyAddAdjacent(b, pair);
                pair = Pair(x3 + i + 8);
                a3 += Avx2.MultiplyAddAdjacent(a, pair);
                b3 += Avx2.MultiplyAddAdjacent(b, pair);
                weights += 64;
            }

            Take(scales, elementSums, rowBlocks, 0, panel, sums, a0, b0);
            Take(scales, elementSums, rowBlocks, 1, panel, sums, a1, b1);
            Take(scales, elementSums, rowBlocks, 2, panel, sums, a2, b2);
            Take(scales, elementSums, rowBlocks, 3, panel, sums, a3, b3);
            x0 += PairRows.BlockWords / 2;
            x1 += PairRows.BlockWords / 2;
            x2 += PairRows.BlockWords / 2;
            x3 += PairRows.BlockWords / 2;
            scales++;
            elementSums += 2;
            panel += PanelBlock.ByteCount / sizeof(float);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // within another method what it is made of would be calls
    private static void MultiplyBytes(float* panel, int blockCount, in RowPointers x, float* sums)
    {
        nint step = (nint)x.BlockCount * (WeightBlock.ElementCount / 4);
        int* x0 = x.Fours;
        float* scales = x.Scales;
        int* elementSums = x.Sums;
        nint rowBlocks = x.BlockCount;
        for (int block = 0; block < blockCount; block++)
        {
            byte* weights = (byte*)panel;
            Vector256<int> first0 = Begin(elementSums, rowBlocks, 0), first1 = Begin(elementSums, rowBlocks, 1), first2 = Begin(elementSums, rowBlocks, 2), first3 = Begin(elementSums, rowBlocks, 3);
            Vector256<int> last0 = first0, last1 = first1, last2 = first2, last3 = first3;
            if (GroupsAtOnce == 8)
            {
                Groups(weights, x0, step, 0, 8, ref first0, ref first1, ref first2, ref first3, ref last0, ref last1, ref last2, ref last3);
            }
            else
            {
                for (nint i = 0; i < (TEncoding.Scales == PanelScales.Halves ? 4 : 8); i += GroupsAtOnce)
                    Groups(weights, x0, step, i, GroupsAtOnce, ref first0, ref first1, ref first2, ref first3, ref last0, ref last1, ref last2, ref last3);
            }

            if (TEncoding.Scales != PanelScales.Halves)
            {
                Take(scales, elementSums, rowBlocks, 0, panel, sums, first0, last0);
                Take(scales, elementSums, rowBlocks, 1, panel, sums, first1, last1);
                Take(scales, elementSums, rowBlocks, 2, panel, sums, first2, last2);
                Take(scales, elementSums, rowBlocks, 3, panel, sums, first3, last3);
            }
            else
            {
                Vector256<int> second0 = BeginSecond(elementSums, rowBlocks, 0), second1 = BeginSecond(elementSums, rowBlocks, 1);
                Vector256<int> second2 = BeginSecond(elementSums, rowBlocks, 2), second3 = BeginSecond(elementSums, rowBlocks, 3);
                Vector256<int> late0 = second0, late1 = second1, late2 = second2, late3 = second3;
                for (nint i = 4; i < 8; i += GroupsAtOnce)
                    Groups(weights, x0, step, i, GroupsAtOnce, ref second0, ref second1, ref second2, ref second3, ref late0, ref late1, ref late2, ref late3);
                Take(scales, elementSums, rowBlocks, 0, panel, sums, first0, last0, second0, late0);
                Take(scales, elementSums, rowBlocks, 1, panel, sums, first1, last1, second1, late1);
                Take(scales, elementSums, rowBlocks, 2, panel, sums, first2, last2, second2, late2);
                Take(scales, elementSums, rowBlocks, 3, panel, sums, first3, last3, second3, late3);
            }

            x0 += WeightBlock.ElementCount / 4;
            scales++;
            elementSums += 2;
            panel += PanelBlock.ByteCount / sizeof(float);
        }
    }

    /// <summary>Some groups of four weights of sixteen outputs, so few that their sums of pairs fit 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Groups(
        byte* weights, int* x0, nint step, nint firstGroup, nint count, ref Vector256<int> a0, ref Vector256<int> a1, ref Vector256<int> a2, ref Vector256<int> a3,
        ref Vector256<int> b0, ref Vector256<int> b1, ref Vector256<int> b2, ref Vector256<int> b3)
    {
        Vector256<short> s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
        int* x1 = x0 + step;
        int* x2 = x1 + step;
        int* x3 = x2 + step;
        for (nint i = firstGroup, end = firstGroup + count; i < end; i++)
        {
            Vector256<byte> a = Vector256.Load(weights + (i * 64));
            Vector256<byte> b = Vector256.Load(weights + (i * 64) + 32);
            Vector256<sbyte> four = Four(x0 + i);
            s0 += Avx2.MultiplyAddAdjacent(a, four);
            t0 += Avx2.MultiplyAddAdjacent(b, four);
            four = Four(x1 + i);
            s1 += Avx2.MultiplyAddAdjacent(a, four);
            t1 += Avx2.MultiplyAddAdjacent(b, four);
            four = Four(x2 + i);
            s2 += Avx2.MultiplyAddAdjacent(a, four);
            t2 += Avx2.MultiplyAddAdjacent(b, four);
            four = Four(x3 + i);
            s3 += Avx2.MultiplyAddAdjacent(a, four);
            t3 += Avx2.MultiplyAddAdjacent(b, four);
        }

        Vector256<short> one = Vector256.Create((short)1);
        a0 += Avx2.MultiplyAddAdjacent(s0, one);
        b0 += Avx2.MultiplyAddAdjacent(t0, one);
        a1 += Avx2.MultiplyAddAdjacent(s1, one);
        b1 += Avx2.MultiplyAddAdjacent(t1, one);
        a2 += Avx2.MultiplyAddAdjacent(s2, one);
        b2 += Avx2.MultiplyAddAdjacent(t2, one);
        a3 += Avx2.MultiplyAddAdjacent(s3, one);
        b3 += Avx2.MultiplyAddAdjacent(t3, one);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Begin(int* elementSums, nint rowBlocks, nint row) => BlockEnd256<TEncoding>.Begin(elementSums + (row * rowBlocks * 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> BeginSecond(int* elementSums, nint rowBlocks, nint row) => BlockEnd256<TEncoding>.BeginSecond(elementSums + (row * rowBlocks * 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(float* scales, int* elementSums, nint rowBlocks, nint row, float* panel, float* sums, Vector256<int> low, Vector256<int> high) =>
        Take(scales, elementSums, rowBlocks, row, panel, sums, default, default, low, high);

    /// <summary>The products of a block into the sums of a row: of the first half for outputs 0 to 7 and 8 to 15, of the second likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(
        float* scales, int* elementSums, nint rowBlocks, nint row, float* panel, float* sums, Vector256<int> firstLow, Vector256<int> firstHigh, Vector256<int> secondLow, Vector256<int> secondHigh)
    {
        var end = new BlockEnd256<TEncoding>(scales + (row * rowBlocks), elementSums + (row * rowBlocks * 2));
        float* own = sums + (row * PanelBlock.OutputCount);
        end.Take(firstLow, secondLow, panel, Vector256.Load(own)).Store(own);
        end.Take(firstHigh, secondHigh, panel + 8, Vector256.Load(own + 8)).Store(own + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Pair(int* pair) => Vector256.Create(*pair).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Four(int* four) => Vector256.Create(*four).AsSByte();

    /// <summary>Groups of four products whose sums of pairs fit 16 bits together: a whole block, half of it, a quarter.</summary>
    private static nint GroupsAtOnce
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TEncoding.Scales != PanelScales.Halves && 8 * 2 * 127 * TEncoding.Largest <= short.MaxValue ? 8 : 4 * 2 * 127 * TEncoding.Largest <= short.MaxValue ? 4 : 2;
    }

    /// <summary>2 · 2 · 127 of them are below 2^15.</summary>
    public const int LargestByte = 63;
}
