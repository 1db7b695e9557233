using System.Buffers.Binary;
using OpenGradient.Kernels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>SHA-256 block by block (FIPS 180-4): the chaining values between the blocks, which a platform's hash keeps to itself.</summary>
/// <remarks>
/// A tile of a dispute carries the chaining value before it, so that a tree over tiles and the plain digest of the whole can be held
/// against each other at one tile: spec/dispute-1, section 2. Whole documents are hashed by the platform.
/// </remarks>
internal static class Sha256Chain
{
    /// <summary>What the compression function takes at a time.</summary>
    public const int BlockBytes = Sha256Constants.BlockBytes;

    /// <summary>The chaining value before the first block.</summary>
    public static Digest Initial { get; } = Digest.Parse("6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19");

    /// <summary>The chaining value after whole blocks.</summary>
    public static Digest Advance(Digest state, ReadOnlySpan<byte> blocks)
    {
        Span<uint> words = stackalloc uint[8];
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(state.AsSpan()[(4 * i)..]);
        for (int start = 0; start < blocks.Length; start += BlockBytes)
            Sha256Block.Compress(words, blocks.Slice(start, BlockBytes));
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
}
