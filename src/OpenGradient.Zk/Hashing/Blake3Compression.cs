using System.Runtime.CompilerServices;
using static System.Numerics.BitOperations;

namespace OpenGradient.Zk.Hashing;

/// <summary>The compression of BLAKE3: seven rounds over 16 words of 32 bits; section 2.2.</summary>
internal static class Blake3Compression
{
    public const int KeyWords = 8;
    public const int BlockWords = 16;
    public const int RoundCount = 7;

    /// <summary>The first eight words of the fractional parts of the square roots of primes, as in SHA-256.</summary>
    public static ReadOnlySpan<uint> InitialValue => [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19];

    /// <summary>Which words of the block a round takes, in its order: those of the round before, moved by one permutation.</summary>
    public static ReadOnlySpan<byte> Schedule =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8,
        3, 4, 10, 12, 13, 2, 7, 14, 6, 5, 9, 0, 11, 15, 8, 1,
        10, 7, 12, 9, 14, 3, 13, 15, 4, 0, 11, 2, 5, 8, 1, 6,
        12, 13, 9, 11, 15, 10, 14, 8, 7, 2, 5, 3, 0, 1, 6, 4,
        9, 14, 11, 5, 8, 12, 15, 1, 13, 3, 0, 10, 2, 6, 4, 7,
        11, 15, 5, 0, 1, 9, 8, 6, 14, 10, 2, 12, 3, 4, 7, 13,
    ];

    /// <param name="chained">The chaining value, in place: eight words.</param>
    /// <param name="block">16 words.</param>
    /// <param name="counter">Which chunk it is; 0 for a node of the tree.</param>
    /// <param name="blockBytes">How many of the block's bytes are of the message.</param>
    /// <param name="flags">What it is.</param>
    public static void Apply(Span<uint> chained, ReadOnlySpan<uint> block, uint counter, int blockBytes, Blake3Flags flags)
    {
        ReadOnlySpan<uint> constants = InitialValue;
        Span<uint> v = [.. chained[..KeyWords], constants[0], constants[1], constants[2], constants[3], counter, 0, (uint)blockBytes, (uint)flags];
        for (int round = 0; round < RoundCount; round++)
            Round(v, block, Schedule.Slice(round * BlockWords, BlockWords));
        for (int index = 0; index < KeyWords; index++)
            chained[index] = v[index] ^ v[index + KeyWords];
    }

    /// <summary>The columns of the state, then its diagonals.</summary>
    private static void Round(Span<uint> v, ReadOnlySpan<uint> block, ReadOnlySpan<byte> order)
    {
        v = v[..BlockWords]; // one check of bounds for all below
        block = block[..BlockWords];
        order = order[..BlockWords];
        Mix(ref v[0], ref v[4], ref v[8], ref v[12], block[order[0]], block[order[1]]);
        Mix(ref v[1], ref v[5], ref v[9], ref v[13], block[order[2]], block[order[3]]);
        Mix(ref v[2], ref v[6], ref v[10], ref v[14], block[order[4]], block[order[5]]);
        Mix(ref v[3], ref v[7], ref v[11], ref v[15], block[order[6]], block[order[7]]);
        Mix(ref v[0], ref v[5], ref v[10], ref v[15], block[order[8]], block[order[9]]);
        Mix(ref v[1], ref v[6], ref v[11], ref v[12], block[order[10]], block[order[11]]);
        Mix(ref v[2], ref v[7], ref v[8], ref v[13], block[order[12]], block[order[13]]);
        Mix(ref v[3], ref v[4], ref v[9], ref v[14], block[order[14]], block[order[15]]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref uint a, ref uint b, ref uint c, ref uint d, uint x, uint y)
    {
        unchecked
        {
            (uint p, uint q, uint r, uint s) = (a, b, c, d);
            p += q + x;
            s = RotateRight(s ^ p, 16);
            r += s;
            q = RotateRight(q ^ r, 12);
            p += q + y;
            s = RotateRight(s ^ p, 8);
            r += s;
            q = RotateRight(q ^ r, 7);
            (a, b, c, d) = (p, q, r, s);
        }
    }
}
