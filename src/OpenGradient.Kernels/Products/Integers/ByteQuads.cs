using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Four rows of bytes as one row of fours: target[4j + i] = row i[j].</summary>
internal static class ByteQuads
{
    /// <summary>Interleaves the first rows of some; in place of rows that are not there stands 0.</summary>
    /// <param name="rows">Row 0 and what follows.</param>
    /// <param name="step">From one row to the next.</param>
    /// <param name="rowCount">How many rows there are, at least one.</param>
    /// <param name="flip">Is exclusive-ored to every byte of a row: 0x80 turns i8 into u8 plus 128, and u8 into i8 minus 128.</param>
    /// <param name="target">Four times as long as a row.</param>
    public static void Interleave(ReadOnlySpan<byte> rows, int step, int rowCount, byte flip, Span<byte> target)
    {
        int count = target.Length / 4;
        int j = 0;
        if (rowCount >= 4 && Sse2.IsSupported)
        {
            ref byte row0 = ref MemoryMarshal.GetReference(rows[..((3 * step) + count)]);
            for (; j + 16 <= count; j += 16)
                Interleave16(ref Unsafe.Add(ref row0, j), (nuint)step, flip, ref Unsafe.Add(ref MemoryMarshal.GetReference(target), 4 * j));
        }

        target[(4 * j)..].Clear();
        for (int row = 0; row < Math.Min(4, rowCount); row++)
        {
            for (int i = j; i < count; i++)
                target[(4 * i) + row] = (byte)(rows[(row * step) + i] ^ flip);
        }
    }

    /// <summary>Sixteen bytes of four rows, with SSE2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave16(ref byte row0, nuint step, byte flip, ref byte target)
    {
        Vector128<byte> a = Vector128.LoadUnsafe(ref row0);
        Vector128<byte> b = Vector128.LoadUnsafe(ref row0, step);
        Vector128<byte> c = Vector128.LoadUnsafe(ref row0, 2 * step);
        Vector128<byte> d = Vector128.LoadUnsafe(ref row0, 3 * step);
        if (Vector512.IsHardwareAccelerated && Avx512BW.IsSupported)
        {
            // Fours of each row side by side, then the bytes of every sixteen turned like a matrix.
            Vector512<int> all = Vector512.Create(Vector256.Create(a, b), Vector256.Create(c, d)).AsInt32();
            Vector512<byte> fours = Avx512F.PermuteVar16x32(all, Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).AsByte();
            Vector512<byte> turn = Vector512.Create(Vector128.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, (byte)15));
            (Avx512BW.Shuffle(fours, turn) ^ Vector512.Create(flip)).StoreUnsafe(ref target);
            return;
        }

        Vector128<byte> flips = Vector128.Create(flip);
        Vector128<ushort> lowAb = Sse2.UnpackLow(a, b).AsUInt16();
        Vector128<ushort> highAb = Sse2.UnpackHigh(a, b).AsUInt16();
        Vector128<ushort> lowCd = Sse2.UnpackLow(c, d).AsUInt16();
        Vector128<ushort> highCd = Sse2.UnpackHigh(c, d).AsUInt16();
        (Sse2.UnpackLow(lowAb, lowCd).AsByte() ^ flips).StoreUnsafe(ref target);
        (Sse2.UnpackHigh(lowAb, lowCd).AsByte() ^ flips).StoreUnsafe(ref target, 16);
        (Sse2.UnpackLow(highAb, highCd).AsByte() ^ flips).StoreUnsafe(ref target, 32);
        (Sse2.UnpackHigh(highAb, highCd).AsByte() ^ flips).StoreUnsafe(ref target, 48);
    }
}
