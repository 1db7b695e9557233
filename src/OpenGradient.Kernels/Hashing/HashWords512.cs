using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Sixteen hashes in one 512-bit vector; needs AVX-512F and AVX-512BW.</summary>
internal readonly struct HashWords512(Vector512<uint> words) : IHashWords<HashWords512>
{
    private readonly Vector512<uint> _words = words;

    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 Create(uint word) => new(Vector512.Create(word));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 LoadFours(ref readonly byte block, nint laneBytes)
    {
        Vector256<byte> low = HashWords256.LoadBytes(in block, laneBytes);
        Vector256<byte> high = HashWords256.LoadBytes(in Unsafe.Add(ref Unsafe.AsRef(in block), 8 * laneBytes), laneBytes);
        return new(Avx512BW.Shuffle(Vector512.Create(low, high), Vector512.Create(HashWords128.Reverse)).AsUInt32());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 InterleaveLow(HashWords512 x, HashWords512 y) => new(Avx512F.UnpackLow(x._words, y._words));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 InterleaveHigh(HashWords512 x, HashWords512 y) => new(Avx512F.UnpackHigh(x._words, y._words));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 JoinLow(HashWords512 x, HashWords512 y) => new(Avx512F.UnpackLow(x._words.AsUInt64(), y._words.AsUInt64()).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 JoinHigh(HashWords512 x, HashWords512 y) => new(Avx512F.UnpackHigh(x._words.AsUInt64(), y._words.AsUInt64()).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 ShiftLeft24(HashWords512 x) => new(x._words << 24);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 ShiftRight8(HashWords512 x) => new(x._words >>> 8);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 operator +(HashWords512 x, HashWords512 y) => new(x._words + y._words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 Choose(HashWords512 x, HashWords512 y, HashWords512 z) => new(Avx512F.TernaryLogic(x._words, y._words, z._words, 0xCA));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 Majority(HashWords512 x, HashWords512 y, HashWords512 z) => new(Avx512F.TernaryLogic(x._words, y._words, z._words, 0xE8));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 BigSigma0(HashWords512 x) => Xor(Avx512F.RotateRight(x._words, 2), Avx512F.RotateRight(x._words, 13), Avx512F.RotateRight(x._words, 22));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 BigSigma1(HashWords512 x) => Xor(Avx512F.RotateRight(x._words, 6), Avx512F.RotateRight(x._words, 11), Avx512F.RotateRight(x._words, 25));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 SmallSigma0(HashWords512 x) => Xor(Avx512F.RotateRight(x._words, 7), Avx512F.RotateRight(x._words, 18), x._words >>> 3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords512 SmallSigma1(HashWords512 x) => Xor(Avx512F.RotateRight(x._words, 17), Avx512F.RotateRight(x._words, 19), x._words >>> 10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static HashWords512 Xor(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => new(Avx512F.TernaryLogic(x, y, z, 0x96));
}
