using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>Four states, by AVX2.</summary>
internal readonly struct Words256(Vector256<ulong> words) : IWordLanes<Words256>
{
    private readonly Vector256<ulong> _words = words;

    /// <summary>The lanes.</summary>
    public Vector256<ulong> Vector => _words;

    public static bool IsSupported => Avx2.IsSupported;

    public static int Count => 4;

    public ulong this[int lane] => _words[lane];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Create(ulong word) => new(Vector256.Create(word));

    public static Words256 Sequence(ulong start) => new(Vector256.Create(start) + Vector256.Create(0UL, 1, 2, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Load(ReadOnlySpan<ulong> words, int offset) => new(Vector256.Create(words.Slice(offset, Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Gather(ReadOnlySpan<ulong> words, int offset, int stride)
    {
        words = words.Slice(offset, (3 * stride) + 1);
        return new(Vector256.Create(words[0], words[stride], words[2 * stride], words[3 * stride]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator ^(Words256 left, Words256 right) => new(left._words ^ right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator <<(Words256 left, int count) => new(left._words << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator >>(Words256 left, int count) => new(left._words >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Chi(Words256 x, Words256 y, Words256 z) => new(x._words ^ Vector256.AndNot(z._words, y._words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Words256 RotateLeft([ConstantExpected] byte count) => new((_words << count) | (_words >> (64 - count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Words256 ReverseBytes() => new(Avx2.Shuffle(_words.AsByte(), Vector256.Create(WordLanes.ReversedBytes, WordLanes.ReversedBytes)).AsUInt64());
}
