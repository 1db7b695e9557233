using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Turns 32 weights each of sixteen rows into groups of four weights of sixteen outputs: a matrix [16, 8] of four bytes each becomes [8, 16].</summary>
internal static class PanelTurning
{
    /// <summary>Turns part <paramref name="part"/> of a stored block of sixteen rows; where parts lie in pairs, the next one with it, into the next block of the panel.</summary>
    /// <param name="stored">The stored block of the first row.</param>
    /// <param name="rowBytes">From one row to the next.</param>
    /// <param name="part">Which 32 weights.</param>
    /// <param name="turned">512 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn512<TEncoding>(ref readonly byte stored, nuint rowBytes, int part, ref byte turned)
        where TEncoding : struct, IPanelEncoding
    {
        // Rows r and r + 4 side by side, so that the sixteen rows come out in order.
        Vector512<int> a0 = Two<TEncoding>(in stored, rowBytes, 0, part);
        Vector512<int> a1 = Two<TEncoding>(in stored, rowBytes, 1, part);
        Vector512<int> a2 = Two<TEncoding>(in stored, rowBytes, 2, part);
        Vector512<int> a3 = Two<TEncoding>(in stored, rowBytes, 3, part);
        Vector512<int> b0 = Two<TEncoding>(in stored, rowBytes, 8, part);
        Vector512<int> b1 = Two<TEncoding>(in stored, rowBytes, 9, part);
        Vector512<int> b2 = Two<TEncoding>(in stored, rowBytes, 10, part);
        Vector512<int> b3 = Two<TEncoding>(in stored, rowBytes, 11, part);

        // Four rows by four columns within each 128 bits: columns 0 … 3 of rows 0 … 3, columns 4 … 7 of them, then of rows 4 … 7.
        Vector512<long> low = Avx512F.UnpackLow(a0, a1).AsInt64();
        Vector512<long> high = Avx512F.UnpackHigh(a0, a1).AsInt64();
        Vector512<long> low2 = Avx512F.UnpackLow(a2, a3).AsInt64();
        Vector512<long> high2 = Avx512F.UnpackHigh(a2, a3).AsInt64();
        Vector512<long> lowB = Avx512F.UnpackLow(b0, b1).AsInt64();
        Vector512<long> highB = Avx512F.UnpackHigh(b0, b1).AsInt64();
        Vector512<long> low2B = Avx512F.UnpackLow(b2, b3).AsInt64();
        Vector512<long> high2B = Avx512F.UnpackHigh(b2, b3).AsInt64();
        StorePair<TEncoding>(Avx512F.UnpackLow(low, low2), Avx512F.UnpackLow(lowB, low2B), ref turned, 0);
        StorePair<TEncoding>(Avx512F.UnpackHigh(low, low2), Avx512F.UnpackHigh(lowB, low2B), ref turned, 64);
        StorePair<TEncoding>(Avx512F.UnpackLow(high, high2), Avx512F.UnpackLow(highB, high2B), ref turned, 128);
        StorePair<TEncoding>(Avx512F.UnpackHigh(high, high2), Avx512F.UnpackHigh(highB, high2B), ref turned, 192);
    }

    /// <summary>Columns k and k + 4 of all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair<TEncoding>(Vector512<long> rows, Vector512<long> laterRows, ref byte turned, nuint offset)
        where TEncoding : struct, IPanelEncoding
    {
        Store<TEncoding>(Avx512F.Shuffle4x128(rows, laterRows, 0b10_00_10_00).AsByte(), ref turned, offset);
        Store<TEncoding>(Avx512F.Shuffle4x128(rows, laterRows, 0b11_01_11_01).AsByte(), ref turned, offset + 256);
    }

    /// <summary>Four weights of all rows; where parts lie in pairs, four of the one part and four of the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TEncoding>(Vector512<byte> weights, ref byte turned, nuint offset)
        where TEncoding : struct, IPanelEncoding
    {
        if (!TEncoding.LiesInPairs)
        {
            weights.StoreUnsafe(ref turned, offset);
            return;
        }

        Vector512<byte> half = Vector512.Create((byte)15);
        (weights & half).StoreUnsafe(ref turned, offset);
        ((weights.AsUInt16() >> 4).AsByte() & half).StoreUnsafe(ref turned, offset + PanelBlock.ByteCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Two<TEncoding>(ref readonly byte stored, nuint rowBytes, nuint row, int part)
        where TEncoding : struct, IPanelEncoding =>
        Loaded<TEncoding>(in stored, rowBytes, row, part).ToVector512Unsafe().WithUpper(Loaded<TEncoding>(in stored, rowBytes, row + 4, part)); // Create would insert twice

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Loaded<TEncoding>(ref readonly byte stored, nuint rowBytes, nuint row, int part)
        where TEncoding : struct, IPanelEncoding => TEncoding.LiesInPairs
        ? TEncoding.Pair(in StoredBytes.Row(in stored, rowBytes, row), part).AsInt32()
        : Row<TEncoding>(in stored, rowBytes, row, part);

    /// <inheritdoc cref="Turn512"/>
    public static void Turn256<TEncoding>(ref readonly byte stored, nuint rowBytes, int part, ref byte turned)
        where TEncoding : struct, IPanelEncoding
    {
        TurnEight<TEncoding>(in stored, rowBytes, part, ref turned);
        TurnEight<TEncoding>(in StoredBytes.At(in stored, 8 * rowBytes), rowBytes, part, ref Unsafe.Add(ref turned, 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnEight<TEncoding>(ref readonly byte stored, nuint rowBytes, int part, ref byte turned)
        where TEncoding : struct, IPanelEncoding
    {
        Vector256<int> r0 = Row<TEncoding>(in stored, rowBytes, 0, part);
        Vector256<int> r1 = Row<TEncoding>(in stored, rowBytes, 1, part);
        Vector256<int> r2 = Row<TEncoding>(in stored, rowBytes, 2, part);
        Vector256<int> r3 = Row<TEncoding>(in stored, rowBytes, 3, part);
        Vector256<int> r4 = Row<TEncoding>(in stored, rowBytes, 4, part);
        Vector256<int> r5 = Row<TEncoding>(in stored, rowBytes, 5, part);
        Vector256<int> r6 = Row<TEncoding>(in stored, rowBytes, 6, part);
        Vector256<int> r7 = Row<TEncoding>(in stored, rowBytes, 7, part);
        Vector256<long> low = Avx2.UnpackLow(r0, r1).AsInt64();
        Vector256<long> high = Avx2.UnpackHigh(r0, r1).AsInt64();
        Vector256<long> low2 = Avx2.UnpackLow(r2, r3).AsInt64();
        Vector256<long> high2 = Avx2.UnpackHigh(r2, r3).AsInt64();
        Vector256<long> lowB = Avx2.UnpackLow(r4, r5).AsInt64();
        Vector256<long> highB = Avx2.UnpackHigh(r4, r5).AsInt64();
        Vector256<long> low2B = Avx2.UnpackLow(r6, r7).AsInt64();
        Vector256<long> high2B = Avx2.UnpackHigh(r6, r7).AsInt64();
        StorePair(Avx2.UnpackLow(low, low2), Avx2.UnpackLow(lowB, low2B), ref turned, 0);
        StorePair(Avx2.UnpackHigh(low, low2), Avx2.UnpackHigh(lowB, low2B), ref turned, 64);
        StorePair(Avx2.UnpackLow(high, high2), Avx2.UnpackLow(highB, high2B), ref turned, 128);
        StorePair(Avx2.UnpackHigh(high, high2), Avx2.UnpackHigh(highB, high2B), ref turned, 192);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(Vector256<long> rows, Vector256<long> laterRows, ref byte turned, nuint offset)
    {
        Avx2.Permute2x128(rows, laterRows, 0x20).AsByte().StoreUnsafe(ref turned, offset);
        Avx2.Permute2x128(rows, laterRows, 0x31).AsByte().StoreUnsafe(ref turned, offset + 256);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Row<TEncoding>(ref readonly byte stored, nuint rowBytes, nuint row, int part)
        where TEncoding : struct, IPanelEncoding =>
        TEncoding.Weights(in StoredBytes.Row(in stored, rowBytes, row), part).AsInt32();
}
