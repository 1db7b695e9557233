using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Adds the products of some blocks of one row with as many blocks of sixteen outputs to its sums, from the stored weights: a panel pays from four rows on.</summary>
/// <remarks>Shapes: panel [blocks] of <see cref="PanelBlock"/>, of which the scales are read; sums [16]. Order: blocks ascending: <see cref="StoredProduct"/>. Needs AVX2.</remarks>
internal static unsafe class RowDot256<TEncoding>
    where TEncoding : struct, IPanelEncoding
{
    /// <summary>The row.</summary>
    /// <param name="stored">The stored blocks of the first output.</param>
    /// <param name="rowBytes">From one output to the next.</param>
    /// <param name="blockBytes">Of a stored block.</param>
    /// <param name="parts">Blocks of 32 in a stored block.</param>
    /// <param name="panel">The scales.</param>
    /// <param name="blockCount">How many blocks of 32.</param>
    /// <param name="x">The row, from the first of the blocks on.</param>
    /// <param name="sums">Of the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // within another method what it is made of would be calls
    public static void Run(byte* stored, nuint rowBytes, int blockBytes, int parts, float* panel, int blockCount, in RowPointers x, float* sums)
    {
        int* elements = TEncoding.Largest <= PanelDot256<TEncoding>.LargestByte ? x.Fours : x.Pairs;
        float* scale = x.Scales;
        int* elementSums = x.Sums;
        Vector256<float> low = Vector256.Load(sums);
        Vector256<float> high = Vector256.Load(sums + 8);
        for (int block = 0; block < blockCount; block += parts)
        {
            for (int part = 0; part < parts; part++)
            {
                var end = new BlockEnd256<TEncoding>(scale, elementSums);
                EightOutputs(in *stored, rowBytes, part, elements, elementSums, out Vector256<int> first, out Vector256<int> second);
                low = end.Take(first, second, panel, low);
                EightOutputs(in *(stored + (8 * rowBytes)), rowBytes, part, elements, elementSums, out first, out second);
                high = end.Take(first, second, panel + 8, high);
                elements += TEncoding.Largest <= PanelDot256<TEncoding>.LargestByte ? WeightBlock.ElementCount / 4 : PairRows.BlockWords / 2;
                scale++;
                elementSums += 2;
                panel += PanelBlock.ByteCount / sizeof(float);
            }

            stored += blockBytes;
        }

        low.Store(sums);
        high.Store(sums + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightOutputs(ref readonly byte stored, nuint rowBytes, int part, int* elements, int* sums, out Vector256<int> first, out Vector256<int> second)
    {
        if (TEncoding.Largest <= LargestSixteen)
            FromWords(in stored, rowBytes, part, elements, out first, out second);
        else
            FromInts(in stored, rowBytes, part, elements, out first, out second);
        first += BlockEnd256<TEncoding>.Begin(sums);
        if (TEncoding.Scales == PanelScales.Halves)
            second += BlockEnd256<TEncoding>.BeginSecond(sums);
        else
            second += first;
    }

    /// <summary>Sums of eight products each fit 16 bits up to the last step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromWords(ref readonly byte stored, nuint rowBytes, int part, int* elements, out Vector256<int> first, out Vector256<int> second)
    {
        Vector256<short> a = Avx2.HorizontalAdd(Words(in stored, rowBytes, 0, part, elements), Words(in stored, rowBytes, 1, part, elements));
        Vector256<short> b = Avx2.HorizontalAdd(Words(in stored, rowBytes, 2, part, elements), Words(in stored, rowBytes, 3, part, elements));
        Vector256<short> c = Avx2.HorizontalAdd(Words(in stored, rowBytes, 4, part, elements), Words(in stored, rowBytes, 5, part, elements));
        Vector256<short> d = Avx2.HorizontalAdd(Words(in stored, rowBytes, 6, part, elements), Words(in stored, rowBytes, 7, part, elements));
        Vector256<short> halves = Avx2.HorizontalAdd(Avx2.HorizontalAdd(a, b), Avx2.HorizontalAdd(c, d));
        first = Avx2.ConvertToVector256Int32(halves.GetLower());
        second = Avx2.ConvertToVector256Int32(halves.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromInts(ref readonly byte stored, nuint rowBytes, int part, int* elements, out Vector256<int> first, out Vector256<int> second)
    {
        Vector256<int> a = Avx2.HorizontalAdd(Ints(in stored, rowBytes, 0, part, elements), Ints(in stored, rowBytes, 1, part, elements));
        Vector256<int> b = Avx2.HorizontalAdd(Ints(in stored, rowBytes, 2, part, elements), Ints(in stored, rowBytes, 3, part, elements));
        Vector256<int> c = Avx2.HorizontalAdd(Ints(in stored, rowBytes, 4, part, elements), Ints(in stored, rowBytes, 5, part, elements));
        Vector256<int> d = Avx2.HorizontalAdd(Ints(in stored, rowBytes, 6, part, elements), Ints(in stored, rowBytes, 7, part, elements));
        Vector256<int> early = Avx2.HorizontalAdd(a, b);
        Vector256<int> late = Avx2.HorizontalAdd(c, d);
        first = Avx2.Permute2x128(early, late, 0x20);
        second = Avx2.Permute2x128(early, late, 0x31);
    }

    /// <summary>Sixteen sums of two products of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Words(ref readonly byte stored, nuint rowBytes, nuint row, int part, int* elements) =>
        Avx2.MultiplyAddAdjacent(TEncoding.Weights(in StoredBytes.Row(in stored, rowBytes, row), part), Vector256.Load((sbyte*)elements));

    /// <summary>Eight sums of four products of a row, those of the first half below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Ints(ref readonly byte stored, nuint rowBytes, nuint row, int part, int* elements)
    {
        if (TEncoding.Largest <= PanelDot256<TEncoding>.LargestByte)
            return Avx2.MultiplyAddAdjacent(Words(in stored, rowBytes, row, part, elements), Vector256.Create((short)1));
        Vector256<short> weights = TEncoding.Weights(in StoredBytes.Row(in stored, rowBytes, row), part).AsInt16();
        return Avx2.MultiplyAddAdjacent(weights & Vector256.Create((short)0xFF), Vector256.Load((short*)elements))
            + Avx2.MultiplyAddAdjacent(weights >>> 8, Vector256.Load((short*)elements + (PairRows.BlockWords / 2)));
    }

    /// <summary>16 · 127 of them are below 2^15.</summary>
    private const int LargestSixteen = 16;
}
