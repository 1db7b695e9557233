using System.Runtime.CompilerServices;
using OpenGradient.Primitives;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>Keccak-f[1600] of several states at once: <see cref="KeccakPermutation"/>, a lane each.</summary>
internal static class KeccakLanes
{
    /// <param name="words">The states, in place.</param>
    /// <param name="next">Room for as much.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TWords>(Span<TWords> words, Span<TWords> next)
        where TWords : struct, IWordLanes<TWords>
    {
        ReadOnlySpan<ulong> constants = KeccakPermutation.RoundConstants;
        for (int round = 0; round < constants.Length; round += 2)
        {
            Round(words, next);
            next[0] ^= TWords.Create(constants[round]);
            Round(next, words);
            words[0] ^= TWords.Create(constants[round + 1]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Round<TWords>(Span<TWords> from, Span<TWords> to)
        where TWords : struct, IWordLanes<TWords>
    {
        from = from[..KeccakPermutation.WordCount]; // one check of bounds for all below
        to = to[..KeccakPermutation.WordCount];
        TWords p0 = from[0] ^ from[5] ^ from[10] ^ from[15] ^ from[20];
        TWords p1 = from[1] ^ from[6] ^ from[11] ^ from[16] ^ from[21];
        TWords p2 = from[2] ^ from[7] ^ from[12] ^ from[17] ^ from[22];
        TWords p3 = from[3] ^ from[8] ^ from[13] ^ from[18] ^ from[23];
        TWords p4 = from[4] ^ from[9] ^ from[14] ^ from[19] ^ from[24];
        TWords e0 = p4 ^ p1.RotateLeft(1);
        TWords e1 = p0 ^ p2.RotateLeft(1);
        TWords e2 = p1 ^ p3.RotateLeft(1);
        TWords e3 = p2 ^ p4.RotateLeft(1);
        TWords e4 = p3 ^ p0.RotateLeft(1);
        Chi(to, from[0] ^ e0, (from[6] ^ e1).RotateLeft(44), (from[12] ^ e2).RotateLeft(43), (from[18] ^ e3).RotateLeft(21), (from[24] ^ e4).RotateLeft(14));
        Chi(to[5..], (from[3] ^ e3).RotateLeft(28), (from[9] ^ e4).RotateLeft(20), (from[10] ^ e0).RotateLeft(3), (from[16] ^ e1).RotateLeft(45), (from[22] ^ e2).RotateLeft(61));
        Chi(to[10..], (from[1] ^ e1).RotateLeft(1), (from[7] ^ e2).RotateLeft(6), (from[13] ^ e3).RotateLeft(25), (from[19] ^ e4).RotateLeft(8), (from[20] ^ e0).RotateLeft(18));
        Chi(to[15..], (from[4] ^ e4).RotateLeft(27), (from[5] ^ e0).RotateLeft(36), (from[11] ^ e1).RotateLeft(10), (from[17] ^ e2).RotateLeft(15), (from[23] ^ e3).RotateLeft(56));
        Chi(to[20..], (from[2] ^ e2).RotateLeft(62), (from[8] ^ e3).RotateLeft(55), (from[14] ^ e4).RotateLeft(39), (from[15] ^ e0).RotateLeft(41), (from[21] ^ e1).RotateLeft(2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Chi<TWords>(Span<TWords> row, TWords b0, TWords b1, TWords b2, TWords b3, TWords b4)
        where TWords : struct, IWordLanes<TWords>
    {
        row[4] = TWords.Chi(b4, b0, b1);
        row[0] = TWords.Chi(b0, b1, b2);
        row[1] = TWords.Chi(b1, b2, b3);
        row[2] = TWords.Chi(b2, b3, b4);
        row[3] = TWords.Chi(b3, b4, b0);
    }
}
