using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Four hashes in one 128-bit vector.</summary>
internal readonly struct HashWords128(Vector128<uint> words) : IHashWords<HashWords128>
{
    private readonly Vector128<uint> _words = words;

    /// <summary>The bytes of four big-endian words in the order of this machine.</summary>
    public static Vector128<byte> Reverse
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
    }

    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 Create(uint word) => new(Vector128.Create(word));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 LoadFours(ref readonly byte block, nint laneBytes) => new(Vector128.Shuffle(Vector128.LoadUnsafe(in block), Reverse).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 InterleaveLow(HashWords128 x, HashWords128 y) => new(Alternate(Vector128.Shuffle(x._words, Vector128.Create(0u, 0, 1, 1)), Vector128.Shuffle(y._words, Vector128.Create(0u, 0, 1, 1))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 InterleaveHigh(HashWords128 x, HashWords128 y) => new(Alternate(Vector128.Shuffle(x._words, Vector128.Create(2u, 2, 3, 3)), Vector128.Shuffle(y._words, Vector128.Create(2u, 2, 3, 3))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 JoinLow(HashWords128 x, HashWords128 y) => new(Vector128.Create(x._words.GetLower(), y._words.GetLower()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 JoinHigh(HashWords128 x, HashWords128 y) => new(Vector128.Create(x._words.GetUpper(), y._words.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 ShiftLeft24(HashWords128 x) => new(x._words << 24);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 ShiftRight8(HashWords128 x) => new(x._words >>> 8);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 operator +(HashWords128 x, HashWords128 y) => new(x._words + y._words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 Choose(HashWords128 x, HashWords128 y, HashWords128 z) => new((x._words & y._words) ^ Vector128.AndNot(z._words, x._words));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 Majority(HashWords128 x, HashWords128 y, HashWords128 z) => new((x._words & y._words) ^ (x._words & z._words) ^ (y._words & z._words));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 BigSigma0(HashWords128 x) => new(Rotate(x._words, 2) ^ Rotate(x._words, 13) ^ Rotate(x._words, 22));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 BigSigma1(HashWords128 x) => new(Rotate(x._words, 6) ^ Rotate(x._words, 11) ^ Rotate(x._words, 25));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 SmallSigma0(HashWords128 x) => new(Rotate(x._words, 7) ^ Rotate(x._words, 18) ^ (x._words >>> 3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 SmallSigma1(HashWords128 x) => new(Rotate(x._words, 17) ^ Rotate(x._words, 19) ^ (x._words >>> 10));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Alternate(Vector128<uint> x, Vector128<uint> y) => Vector128.ConditionalSelect(Vector128.Create(~0u, 0, ~0u, 0), x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Rotate(Vector128<uint> x, [ConstantExpected] int count) => (x >>> count) | (x << (32 - count));
}
