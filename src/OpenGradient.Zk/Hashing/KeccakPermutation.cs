using System.Numerics;

namespace OpenGradient.Zk.Hashing;

/// <summary>Keccak-f[1600]: 25 words, word x + 5 y in column x of row y.</summary>
/// <remarks>Source: the Keccak reference, version 3.0, section 1.2.</remarks>
internal static class KeccakPermutation
{
    public const int WordCount = 25;

    /// <summary>What ι adds in each round.</summary>
    public static ReadOnlySpan<ulong> RoundConstants =>
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>By how many bits ρ turns the words, in the order in which π visits them from word 1 on.</summary>
    private static ReadOnlySpan<byte> Rotations => [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    /// <summary>Where π puts the word that it holds, beginning with word 1.</summary>
    private static ReadOnlySpan<byte> Places => [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    public static void Apply(Span<ulong> words)
    {
        Span<ulong> column = stackalloc ulong[5];
        foreach (ulong constant in RoundConstants)
        {
            Theta(words, column);
            RhoAndPi(words);
            Chi(words, column);
            words[0] ^= constant;
        }
    }

    private static void Theta(Span<ulong> words, Span<ulong> parity)
    {
        for (int x = 0; x < 5; x++)
            parity[x] = words[x] ^ words[x + 5] ^ words[x + 10] ^ words[x + 15] ^ words[x + 20];
        for (int x = 0; x < 5; x++)
        {
            ulong effect = parity[(x + 4) % 5] ^ BitOperations.RotateLeft(parity[(x + 1) % 5], 1);
            for (int y = 0; y < WordCount; y += 5)
                words[x + y] ^= effect;
        }
    }

    private static void RhoAndPi(Span<ulong> words)
    {
        ulong held = words[1];
        for (int step = 0; step < Places.Length; step++)
            (held, words[Places[step]]) = (words[Places[step]], BitOperations.RotateLeft(held, Rotations[step]));
    }

    private static void Chi(Span<ulong> words, Span<ulong> row)
    {
        for (int y = 0; y < WordCount; y += 5)
        {
            words.Slice(y, 5).CopyTo(row);
            for (int x = 0; x < 5; x++)
                words[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
        }
    }
}
