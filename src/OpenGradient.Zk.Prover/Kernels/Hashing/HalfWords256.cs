using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>Eight states, by AVX2.</summary>
internal readonly struct HalfWords256(Vector256<uint> words) : IHalfWordLanes<HalfWords256, Words256>
{
    private readonly Vector256<uint> _words = words;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfWords256 Create(uint word) => new(Vector256.Create(word));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfWords256 LowerHalves(Words256 first, Words256 second) => new(Vector256.Narrow(first.Vector, second.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfWords256 UpperHalves(Words256 first, Words256 second) => new(Vector256.Narrow(first.Vector >>> 32, second.Vector >>> 32));

    public static void Store(ReadOnlySpan<HalfWords256> words, Span<byte> digests) =>
        Store(words[0]._words, words[1]._words, words[2]._words, words[3]._words, words[4]._words, words[5]._words, words[6]._words, words[7]._words, digests);

    /// <summary>Turns words of eight states into digests: pairs of words first, then fours.</summary>
    public static void Store(
        Vector256<uint> w0, Vector256<uint> w1, Vector256<uint> w2, Vector256<uint> w3, Vector256<uint> w4, Vector256<uint> w5, Vector256<uint> w6, Vector256<uint> w7, Span<byte> digests)
    {
        digests = digests[..(Count * 32)];
        StoreHalves(w0, w1, w2, w3, digests);
        StoreHalves(w4, w5, w6, w7, digests[16..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfWords256 operator +(HalfWords256 left, HalfWords256 right) => new(left._words + right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HalfWords256 operator ^(HalfWords256 left, HalfWords256 right) => new(left._words ^ right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HalfWords256 RotateRight([ConstantExpected] byte count) => new((_words >>> count) | (_words << (32 - count)));

    /// <summary>Four words of each of eight states: half of each digest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreHalves(Vector256<uint> w0, Vector256<uint> w1, Vector256<uint> w2, Vector256<uint> w3, Span<byte> digests)
    {
        Vector256<ulong> low01 = Avx2.UnpackLow(w0, w1).AsUInt64();
        Vector256<ulong> high01 = Avx2.UnpackHigh(w0, w1).AsUInt64();
        Vector256<ulong> low23 = Avx2.UnpackLow(w2, w3).AsUInt64();
        Vector256<ulong> high23 = Avx2.UnpackHigh(w2, w3).AsUInt64();
        StoreStates(Avx2.UnpackLow(low01, low23).AsByte(), digests);
        StoreStates(Avx2.UnpackHigh(low01, low23).AsByte(), digests[32..]);
        StoreStates(Avx2.UnpackLow(high01, high23).AsByte(), digests[64..]);
        StoreStates(Avx2.UnpackHigh(high01, high23).AsByte(), digests[96..]);
    }

    /// <summary>A state's, and those of the state four further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreStates(Vector256<byte> halves, Span<byte> digests)
    {
        halves.GetLower().CopyTo(digests);
        halves.GetUpper().CopyTo(digests[128..]);
    }
}
