using System.Runtime.CompilerServices;
using static System.Numerics.BitOperations;

namespace OpenGradient.Primitives;

/// <summary>Keccak-f[1600]: 25 words, word x + 5 y in column x of row y.</summary>
/// <remarks>Source: the Keccak reference, version 3.0, section 1.2.</remarks>
public static class KeccakPermutation
{
    /// <summary>The length of the state, in words of 64 bits.</summary>
    public const int WordCount = 25;

    /// <summary>What ι adds in each round.</summary>
    public static ReadOnlySpan<ulong> RoundConstants =>
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>Permutes a state.</summary>
    /// <param name="words">The state, in place.</param>
    public static void Apply(Span<ulong> words)
    {
        Span<ulong> next = stackalloc ulong[WordCount];
        ReadOnlySpan<ulong> constants = RoundConstants;
        for (int round = 0; round < constants.Length; round += 2)
        {
            Round(words, next);
            next[0] ^= constants[round];
            Round(next, words);
            words[0] ^= constants[round + 1];
        }
    }

    /// <summary>θ, ρ, π and χ: π says which words make a row, and ρ by how much each was turned.</summary>
    private static void Round(Span<ulong> from, Span<ulong> to)
    {
        from = from[..WordCount]; // one check of bounds for all below
        to = to[..WordCount];
        ulong p0 = from[0] ^ from[5] ^ from[10] ^ from[15] ^ from[20];
        ulong p1 = from[1] ^ from[6] ^ from[11] ^ from[16] ^ from[21];
        ulong p2 = from[2] ^ from[7] ^ from[12] ^ from[17] ^ from[22];
        ulong p3 = from[3] ^ from[8] ^ from[13] ^ from[18] ^ from[23];
        ulong p4 = from[4] ^ from[9] ^ from[14] ^ from[19] ^ from[24];
        ulong e0 = p4 ^ RotateLeft(p1, 1);
        ulong e1 = p0 ^ RotateLeft(p2, 1);
        ulong e2 = p1 ^ RotateLeft(p3, 1);
        ulong e3 = p2 ^ RotateLeft(p4, 1);
        ulong e4 = p3 ^ RotateLeft(p0, 1);
        Chi(to, from[0] ^ e0, RotateLeft(from[6] ^ e1, 44), RotateLeft(from[12] ^ e2, 43), RotateLeft(from[18] ^ e3, 21), RotateLeft(from[24] ^ e4, 14));
        Chi(to[5..], RotateLeft(from[3] ^ e3, 28), RotateLeft(from[9] ^ e4, 20), RotateLeft(from[10] ^ e0, 3), RotateLeft(from[16] ^ e1, 45), RotateLeft(from[22] ^ e2, 61));
        Chi(to[10..], RotateLeft(from[1] ^ e1, 1), RotateLeft(from[7] ^ e2, 6), RotateLeft(from[13] ^ e3, 25), RotateLeft(from[19] ^ e4, 8), RotateLeft(from[20] ^ e0, 18));
        Chi(to[15..], RotateLeft(from[4] ^ e4, 27), RotateLeft(from[5] ^ e0, 36), RotateLeft(from[11] ^ e1, 10), RotateLeft(from[17] ^ e2, 15), RotateLeft(from[23] ^ e3, 56));
        Chi(to[20..], RotateLeft(from[2] ^ e2, 62), RotateLeft(from[8] ^ e3, 55), RotateLeft(from[14] ^ e4, 39), RotateLeft(from[15] ^ e0, 41), RotateLeft(from[21] ^ e1, 2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Chi(Span<ulong> row, ulong b0, ulong b1, ulong b2, ulong b3, ulong b4)
    {
        row[4] = b4 ^ (~b0 & b1);
        row[0] = b0 ^ (~b1 & b2);
        row[1] = b1 ^ (~b2 & b3);
        row[2] = b2 ^ (~b3 & b4);
        row[3] = b3 ^ (~b4 & b0);
    }
}
