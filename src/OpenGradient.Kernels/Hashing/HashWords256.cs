using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Eight hashes in one 256-bit vector.</summary>
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> x, [ConstantExpected] int count) => (x >>> count) | (x << (32 - count));
}
