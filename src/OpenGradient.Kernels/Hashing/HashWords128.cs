using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Four hashes in one 128-bit vector.</summary>
internal readonly struct HashWords128(Vector128<uint> words) : IHashWords<HashWords128>
{
    private readonly Vector128<uint> _words = words;

    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HashWords128 Create(uint word) => new(Vector128.Create(word));

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
    private static Vector128<uint> Rotate(Vector128<uint> x, [ConstantExpected] int count) => (x >>> count) | (x << (32 - count));
}
