using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Eight hashes in one 256-bit vector; needs AVX2.</summary>
internal readonly struct HashWords256(Vector256<uint> words) : IHashWords<HashWords256>
{
    private readonly Vector256<uint> _words = words;

    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 Create(uint word) => new(Vector256.Create(word));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 LoadFours(ref readonly byte block, nint laneBytes) =>
        new(Avx2.Shuffle(LoadBytes(in block, laneBytes), Vector256.Create(HashWords128.Reverse)).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 InterleaveLow(HashWords256 x, HashWords256 y) => new(Avx2.UnpackLow(x._words, y._words));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 InterleaveHigh(HashWords256 x, HashWords256 y) => new(Avx2.UnpackHigh(x._words, y._words));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 JoinLow(HashWords256 x, HashWords256 y) => new(Avx2.UnpackLow(x._words.AsUInt64(), y._words.AsUInt64()).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 JoinHigh(HashWords256 x, HashWords256 y) => new(Avx2.UnpackHigh(x._words.AsUInt64(), y._words.AsUInt64()).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 ShiftLeft24(HashWords256 x) => new(x._words << 24);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 ShiftRight8(HashWords256 x) => new(x._words >>> 8);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 operator +(HashWords256 x, HashWords256 y) => new(x._words + y._words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 Choose(HashWords256 x, HashWords256 y, HashWords256 z) => new((x._words & y._words) ^ Vector256.AndNot(z._words, x._words));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 Majority(HashWords256 x, HashWords256 y, HashWords256 z) => new((x._words & y._words) ^ (x._words & z._words) ^ (y._words & z._words));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 BigSigma0(HashWords256 x) => new(Rotate(x._words, 2) ^ Rotate(x._words, 13) ^ Rotate(x._words, 22));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 BigSigma1(HashWords256 x) => new(Rotate(x._words, 6) ^ Rotate(x._words, 11) ^ Rotate(x._words, 25));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 SmallSigma0(HashWords256 x) => new(Rotate(x._words, 7) ^ Rotate(x._words, 18) ^ (x._words >>> 3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords256 SmallSigma1(HashWords256 x) => new(Rotate(x._words, 17) ^ Rotate(x._words, 19) ^ (x._words >>> 10));

    /// <summary>Sixteen bytes of hash 0 and sixteen of hash 4, as they lie in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LoadBytes(ref readonly byte block, nint laneBytes) =>
        Vector256.Create(Vector128.LoadUnsafe(in block), Vector128.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in block), 4 * laneBytes)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> x, [ConstantExpected] int count) => (x >>> count) | (x << (32 - count));
}
