using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Pieces of stored blocks as vectors and numbers.</summary>
internal static class StoredBytes
{
    /// <summary>The byte <paramref name="offset"/> further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly byte At(ref readonly byte stored, nuint offset) => ref Unsafe.Add(ref Unsafe.AsRef(in stored), offset);

    /// <summary>A row some rows further on: from the nearest of each fourth row, so that few places are kept for sixteen rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly byte Row(ref readonly byte stored, nuint rowBytes, nuint row) => ref At(in At(in stored, row / 4 * 4 * rowBytes), row % 4 * rowBytes);

    /// <summary>Two bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort UInt16(ref readonly byte stored, nuint offset) => Unsafe.ReadUnaligned<ushort>(in Unsafe.Add(ref Unsafe.AsRef(in stored), offset));

    /// <summary>Four bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint UInt32(ref readonly byte stored, nuint offset) => Unsafe.ReadUnaligned<uint>(in Unsafe.Add(ref Unsafe.AsRef(in stored), offset));

    /// <summary>32 numbers from 0 to 15: the low halves of sixteen bytes, then the high ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Nibbles(ref readonly byte stored, nuint offset)
    {
        Vector128<byte> pairs = Vector128.LoadUnsafe(in stored, offset);
        return Vector256.Create(pairs, (pairs.AsUInt16() >>> 4).AsByte()) & Vector256.Create((byte)15);
    }

    /// <summary>32 bits as bytes of 0 or 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> FifthBits(uint bits)
    {
        Vector256<byte> spread = Avx2.Shuffle(Vector256.Create(bits).AsByte(), SpreadBytes());
        Vector256<byte> own = Vector256.Create(0x8040201008040201u).AsByte();
        return Vector256.Equals(spread & own, own) & Vector256.Create((byte)16);
    }

    /// <summary>Numbers from 0 to 15 through the table of the iq4 encodings, each plus 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Iq4(Vector256<byte> nibbles) => Avx2.Shuffle(
        Vector256.Create(0, 23, 44, 62, 78, 92, 105, 117, 128, 140, 152, 165, 180, 196, 216, (byte)240, 0, 23, 44, 62, 78, 92, 105, 117, 128, 140, 152, 165, 180, 196, 216, 240), nibbles);

    /// <summary>32 bytes, each moved down by <paramref name="shift"/> and cut to <paramref name="mask"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Bits(ref readonly byte stored, nuint offset, int shift, byte mask) =>
        (Vector256.LoadUnsafe(in stored, offset).AsUInt16() >>> shift).AsByte() & Vector256.Create(mask);

    /// <summary>The scales of q3_k, a byte each, before 32 is taken off, of the first and of the second halves of its parts: <see cref="WeightBlockReaders.Q3K"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (ulong First, ulong Second) SixBitScales(ref readonly byte stored, nuint offset)
    {
        ulong low = UInt32(in stored, offset) | ((ulong)UInt32(in stored, offset + 4) << 32);
        uint upper = UInt32(in stored, offset + 8);
        ulong first = (upper & 0x03030303) | ((ulong)((upper >> 2) & 0x03030303) << 32);
        ulong second = ((upper >> 4) & 0x03030303) | ((ulong)((upper >> 6) & 0x03030303) << 32);
        Vector128<ulong> scales = Vector128.Create((low & 0x0F0F0F0F0F0F0F0F) | (first << 4), ((low >> 4) & 0x0F0F0F0F0F0F0F0F) | (second << 4));
        return EvenAndOdd(scales.AsByte());
    }

    /// <summary>The eight scales of iq4_xs, a byte each, before 32 is taken off: <see cref="WeightBlockReaders.Iq4Xs"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong SplitScales(ref readonly byte stored, nuint offset)
    {
        ulong scales = 0;
        uint high = UInt16(in stored, offset);
        uint low = UInt32(in stored, offset + 2);
        for (int part = 0; part < 8; part++)
            scales |= (ulong)(((low >> (4 * part)) & 15) | (((high >> (2 * part)) & 3) << 4)) << (8 * part);
        return scales;
    }

    /// <summary>Sixteen bytes: those with even numbers, and those with odd ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (ulong Even, ulong Odd) EvenAndOdd(ref readonly byte stored, nuint offset)
    {
        return EvenAndOdd(Vector128.LoadUnsafe(in stored, offset));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Even, ulong Odd) EvenAndOdd(Vector128<byte> bytes)
    {
        Vector128<byte> sorted = Vector128.Shuffle(bytes, Vector128.Create((byte)0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15));
        return (sorted.AsUInt64().GetElement(0), sorted.AsUInt64().GetElement(1));
    }

    /// <summary>The sixteen signed scales of q6_k, each plus 128, of the first and of the second halves of its parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (ulong First, ulong Second) HalfScales(ref readonly byte stored, nuint offset)
    {
        (ulong even, ulong odd) = EvenAndOdd(in stored, offset);
        return (even ^ 0x8080808080808080, odd ^ 0x8080808080808080);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> SpreadBytes() => Vector256.Create((byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
}
