using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Four rows of bytes as one row of fours: target[4j + i] = row i[j].</summary>
internal static class ByteQuads
{
    /// <summary>Interleaves four rows of one length; a row that is empty gives 0.</summary>
    /// <param name="row0">Row 0.</param>
    /// <param name="row1">Row 1.</param>
    /// <param name="row2">Row 2.</param>
    /// <param name="row3">Row 3.</param>
    /// <param name="flip">Is exclusive-ored to every byte of a row that is given: 0x80 turns i8 into u8 plus 128, and u8 into i8 minus 128.</param>
    /// <param name="target">Four times as long as <paramref name="row0"/>.</param>
    public static void Interleave(ReadOnlySpan<byte> row0, ReadOnlySpan<byte> row1, ReadOnlySpan<byte> row2, ReadOnlySpan<byte> row3, byte flip, Span<byte> target)
    {
        int j = 0;
        if (Sse2.IsSupported && !row3.IsEmpty)
        {
            for (; j + 16 <= row0.Length; j += 16)
                InterleaveVectors(row0.Slice(j, 16), row1.Slice(j, 16), row2.Slice(j, 16), row3.Slice(j, 16), flip, target.Slice(4 * j, 64));
        }

        for (; j < row0.Length; j++)
        {
            target[4 * j] = (byte)(row0[j] ^ flip);
            target[(4 * j) + 1] = row1.IsEmpty ? (byte)0 : (byte)(row1[j] ^ flip);
            target[(4 * j) + 2] = row2.IsEmpty ? (byte)0 : (byte)(row2[j] ^ flip);
            target[(4 * j) + 3] = row3.IsEmpty ? (byte)0 : (byte)(row3[j] ^ flip);
        }
    }

    private static void InterleaveVectors(
        ReadOnlySpan<byte> row0, ReadOnlySpan<byte> row1, ReadOnlySpan<byte> row2, ReadOnlySpan<byte> row3, byte flip, Span<byte> target)
    {
        Vector128<byte> flips = Vector128.Create(flip);
        Vector128<byte> a = Vector128.Create(row0) ^ flips;
        Vector128<byte> b = Vector128.Create(row1) ^ flips;
        Vector128<byte> c = Vector128.Create(row2) ^ flips;
        Vector128<byte> d = Vector128.Create(row3) ^ flips;
        Vector128<ushort> lowAb = Sse2.UnpackLow(a, b).AsUInt16();
        Vector128<ushort> highAb = Sse2.UnpackHigh(a, b).AsUInt16();
        Vector128<ushort> lowCd = Sse2.UnpackLow(c, d).AsUInt16();
        Vector128<ushort> highCd = Sse2.UnpackHigh(c, d).AsUInt16();
        ref byte y = ref MemoryMarshal.GetReference(target);
        Sse2.UnpackLow(lowAb, lowCd).AsByte().StoreUnsafe(ref y);
        Sse2.UnpackHigh(lowAb, lowCd).AsByte().StoreUnsafe(ref y, 16);
        Sse2.UnpackLow(highAb, highCd).AsByte().StoreUnsafe(ref y, 32);
        Sse2.UnpackHigh(highAb, highCd).AsByte().StoreUnsafe(ref y, 48);
    }
}
