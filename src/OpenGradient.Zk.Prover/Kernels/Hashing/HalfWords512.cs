using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>Sixteen states, by AVX-512.</summary>
internal readonly struct HalfWords512(Vector512<uint> words) : IHalfWordLanes<HalfWords512, Words512>
{
    private readonly Vector512<uint> _words = words;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfWords512 Create(uint word) => new(Vector512.Create(word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfWords512 LowerHalves(Words512 first, Words512 second) => new(Vector512.Narrow(first.Vector, second.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfWords512 UpperHalves(Words512 first, Words512 second) => new(Vector512.Narrow(first.Vector >>> 32, second.Vector >>> 32));

    /// <summary>Eight states at a time.</summary>
    public static void Store(ReadOnlySpan<HalfWords512> words, Span<byte> digests)
    {
        words = words[..8];
        HalfWords256.Store(Lower(words[0]), Lower(words[1]), Lower(words[2]), Lower(words[3]), Lower(words[4]), Lower(words[5]), Lower(words[6]), Lower(words[7]), digests);
        HalfWords256.Store(
            Upper(words[0]), Upper(words[1]), Upper(words[2]), Upper(words[3]), Upper(words[4]), Upper(words[5]), Upper(words[6]), Upper(words[7]), digests[(HalfWords256.Count * 32)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfWords512 operator +(HalfWords512 left, HalfWords512 right) => new(left._words + right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfWords512 operator ^(HalfWords512 left, HalfWords512 right) => new(left._words ^ right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HalfWords512 RotateRight([ConstantExpected] byte count) => new(Avx512F.RotateRight(_words, count));

    private static Vector256<uint> Lower(HalfWords512 words) => words._words.GetLower();

    private static Vector256<uint> Upper(HalfWords512 words) => words._words.GetUpper();
}
