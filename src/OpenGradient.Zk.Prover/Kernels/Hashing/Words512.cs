using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>Eight states, by AVX-512.</summary>
internal readonly struct Words512(Vector512<ulong> words) : IWordLanes<Words512>
{
    private readonly Vector512<ulong> _words = words;

    /// <summary>The lanes.</summary>
    public Vector512<ulong> Vector => _words;

    public static bool IsSupported => Avx512BW.IsSupported;

    public static int Count => 8;

    public ulong this[int lane] => _words[lane];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Create(ulong word) => new(Vector512.Create(word));

    public static Words512 Sequence(ulong start) => new(Vector512.Create(start) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Load(ReadOnlySpan<ulong> words, int offset) => new(Vector512.Create(words.Slice(offset, Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Gather(ReadOnlySpan<ulong> words, int offset, int stride)
    {
        words = words.Slice(offset, (7 * stride) + 1);
        return new(Vector512.Create(words[0], words[stride], words[2 * stride], words[3 * stride], words[4 * stride], words[5 * stride], words[6 * stride], words[7 * stride]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator ^(Words512 left, Words512 right) => new(left._words ^ right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator <<(Words512 left, int count) => new(left._words << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator >>(Words512 left, int count) => new(left._words >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Chi(Words512 x, Words512 y, Words512 z) => new(Avx512F.TernaryLogic(x._words, y._words, z._words, 0xD2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Words512 RotateLeft([ConstantExpected] byte count) => new(Avx512F.RotateLeft(_words, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Words512 ReverseBytes() => new(Avx512BW.Shuffle(_words.AsByte(), Vector512.Create(Vector256.Create(WordLanes.ReversedBytes, WordLanes.ReversedBytes), Vector256.Create(WordLanes.ReversedBytes, WordLanes.ReversedBytes))).AsUInt64());
}
