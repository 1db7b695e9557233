using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>SHA-256 block by block (FIPS 180-4): the chaining values between the blocks, which a platform's hash keeps to itself.</summary>
/// <remarks>
/// A tile of a dispute carries the chaining value before it, so that a tree over tiles and the plain digest of the whole can be held
/// against each other at one tile: spec/dispute-1, section 2. Plain loops; whole documents are hashed by the platform.
/// </remarks>
internal static class Sha256Chain
{
    /// <summary>What the compression function takes at a time.</summary>
    public const int BlockBytes = 64;

    /// <summary>The chaining value before the first block.</summary>
    public static Digest Initial { get; } = Digest.Parse("6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19");

    /// <summary>The chaining value after whole blocks.</summary>
    public static Digest Advance(Digest state, ReadOnlySpan<byte> blocks)
    {
        Span<uint> words = stackalloc uint[8];
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(state.AsSpan()[(4 * i)..]);
        for (int start = 0; start < blocks.Length; start += BlockBytes)
            Compress(words, blocks.Slice(start, BlockBytes));
        Span<byte> bytes = stackalloc byte[Digest.SizeBytes];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes[(4 * i)..], words[i]);
        return new Digest(bytes);
    }

    /// <summary>The digest, from the chaining value before the last bytes, those bytes, and how many there are in all.</summary>
    public static Digest Finish(Digest state, ReadOnlySpan<byte> rest, long totalBytes)
    {
        byte[] padded = new byte[(rest.Length + 9 + BlockBytes - 1) / BlockBytes * BlockBytes];
        rest.CopyTo(padded);
        padded[rest.Length] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(padded.AsSpan(padded.Length - 8), checked(totalBytes * 8));
        return Advance(state, padded);
    }

    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[64];
        for (int t = 0; t < 16; t++)
            w[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * t)..]);
        for (int t = 16; t < 64; t++)
        {
            uint s0 = BitOperations.RotateRight(w[t - 15], 7) ^ BitOperations.RotateRight(w[t - 15], 18) ^ (w[t - 15] >> 3);
            uint s1 = BitOperations.RotateRight(w[t - 2], 17) ^ BitOperations.RotateRight(w[t - 2], 19) ^ (w[t - 2] >> 10);
            w[t] = unchecked(w[t - 16] + s0 + w[t - 7] + s1);
        }

        (uint a, uint b, uint c, uint d) = (state[0], state[1], state[2], state[3]);
        (uint e, uint f, uint g, uint h) = (state[4], state[5], state[6], state[7]);
        for (int t = 0; t < 64; t++)
        {
            uint s1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
            uint t1 = unchecked(h + s1 + ((e & f) ^ (~e & g)) + RoundConstants[t] + w[t]);
            uint s0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
            uint t2 = unchecked(s0 + ((a & b) ^ (a & c) ^ (b & c)));
            (h, g, f, e) = (g, f, e, unchecked(d + t1));
            (d, c, b, a) = (c, b, a, unchecked(t1 + t2));
        }

        ReadOnlySpan<uint> added = [a, b, c, d, e, f, g, h];
        for (int i = 0; i < added.Length; i++)
            state[i] = unchecked(state[i] + added[i]);
    }

    // FIPS 180-4 §4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static readonly ImmutableArray<uint> RoundConstants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];
}
