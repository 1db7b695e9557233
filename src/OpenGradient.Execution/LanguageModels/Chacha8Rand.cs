using System.Buffers.Binary;
using System.Numerics;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>ChaCha8Rand: the deterministic random stream from which tokens are drawn.</summary>
/// <remarks>
/// Each iteration takes a 32-byte key to 1,024 bytes: sixteen ChaCha8 blocks with counters 0 … 15 and a zero nonce, in groups of
/// four whose 32-bit words are interleaved; constants, counter and nonce are not added at the end of a block. The last 32 bytes
/// are the key of the next iteration, the 992 before them are output. Source: c2sp.org/chacha8rand. Not for use by two threads.
/// </remarks>
public sealed class Chacha8Rand
{
    /// <summary>The length of a seed, in bytes.</summary>
    public const int SeedBytes = 32;

    private const int IterationWords = 256;
    private const int OutputWords = IterationWords - (SeedBytes / 4);

    private readonly uint[] _words = new uint[IterationWords];
    private int _used;

    /// <exception cref="ArgumentException">The seed is not 32 bytes long.</exception>
    public Chacha8Rand(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedBytes)
            throw new ArgumentException($"A seed is {SeedBytes} bytes, not {seed.Length}.", nameof(seed));
        Span<uint> key = stackalloc uint[8];
        for (int i = 0; i < key.Length; i++)
            key[i] = BinaryPrimitives.ReadUInt32LittleEndian(seed[(4 * i)..]);
        Refill(key);
    }

    /// <summary>The next eight bytes of the stream as a little-endian number.</summary>
    public ulong NextUInt64()
    {
        if (_used == OutputWords)
            Refill(_words.AsSpan(OutputWords).ToArray());
        ulong low = _words[_used];
        ulong high = _words[_used + 1];
        _used += 2;
        return (high << 32) | low;
    }

    private void Refill(ReadOnlySpan<uint> key)
    {
        Span<uint> block = stackalloc uint[16];
        for (uint counter = 0; counter < 16; counter++)
        {
            MakeBlock(key, counter, block);
            int group = (int)(counter / 4) * 64;
            for (int word = 0; word < 16; word++)
                _words[group + (word * 4) + (int)(counter % 4)] = block[word];
        }

        _used = 0;
    }

    private static void MakeBlock(ReadOnlySpan<uint> key, uint counter, Span<uint> block)
    {
        block.Clear();
        block[0] = 0x61707865;
        block[1] = 0x3320646e;
        block[2] = 0x79622d32;
        block[3] = 0x6b206574;
        key.CopyTo(block[4..]);
        block[12] = counter;
        for (int round = 0; round < 8; round += 2)
        {
            for (int column = 0; column < 4; column++)
                QuarterRound(ref block[column], ref block[4 + column], ref block[8 + column], ref block[12 + column]);
            for (int diagonal = 0; diagonal < 4; diagonal++)
                QuarterRound(ref block[diagonal], ref block[4 + ((diagonal + 1) % 4)], ref block[8 + ((diagonal + 2) % 4)], ref block[12 + ((diagonal + 3) % 4)]);
        }

        for (int i = 0; i < key.Length; i++)
            block[4 + i] = unchecked(block[4 + i] + key[i]);
    }

    private static void QuarterRound(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        unchecked
        {
            a += b;
            d = BitOperations.RotateLeft(d ^ a, 16);
            c += d;
            b = BitOperations.RotateLeft(b ^ c, 12);
            a += b;
            d = BitOperations.RotateLeft(d ^ a, 8);
            c += d;
            b = BitOperations.RotateLeft(b ^ c, 7);
        }
    }
}
