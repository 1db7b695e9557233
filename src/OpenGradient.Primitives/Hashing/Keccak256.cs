using System.Buffers.Binary;

namespace OpenGradient.Primitives;

/// <summary>Keccak-256 with the padding of 2011 (0x01 … 0x80), as Ethereum hashes; not SHA3-256, whose padding differs.</summary>
public ref struct Keccak256
{
    /// <summary>The length of a digest, in bytes.</summary>
    public const int DigestBytes = 32;

    /// <summary>How much one permutation takes in: 1600 bits less twice the digest's.</summary>
    public const int RateBytes = 136;

    private KeccakState _state;
    private int _filledBytes;

    /// <summary>The digest of some bytes.</summary>
    public static Digest HashData(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[DigestBytes];
        Keccak256 hash = default;
        hash.Append(bytes);
        hash.Finish(digest);
        return new Digest(digest);
    }

    /// <summary>The digest of a byte, which says what is hashed, and two strings, joined.</summary>
    public static void Hash(byte prefix, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        Keccak256 hash = default;
        hash.Append([prefix]);
        hash.Append(first);
        hash.Append(second);
        hash.Finish(digest);
    }

    /// <summary>Takes in what is hashed, in pieces of any length.</summary>
    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            AppendWord(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes)
        {
            _state[_filledBytes / sizeof(ulong)] ^= (ulong)value << (8 * (_filledBytes % sizeof(ulong)));
            if (++_filledBytes == RateBytes)
                Permute();
        }
    }

    /// <summary>Writes the digest; the hash is used up.</summary>
    public void Finish(scoped Span<byte> digest)
    {
        _state[_filledBytes / sizeof(ulong)] ^= 1UL << (8 * (_filledBytes % sizeof(ulong)));
        _state[(RateBytes - 1) / sizeof(ulong)] ^= 0x80UL << 56;
        Permute();
        for (int word = 0; word < DigestBytes / sizeof(ulong); word++)
            BinaryPrimitives.WriteUInt64LittleEndian(digest[(word * sizeof(ulong))..], _state[word]);
    }

    /// <summary>Eight bytes, which need not begin where a word of the state begins: what does not fit goes into the next word, maybe of the next block.</summary>
    private void AppendWord(ulong word)
    {
        int shift = 8 * (_filledBytes % sizeof(ulong));
        _state[_filledBytes / sizeof(ulong)] ^= word << shift;
        _filledBytes += sizeof(ulong);
        int rest = _filledBytes - RateBytes;
        if (rest >= 0)
        {
            Permute();
            _filledBytes = rest;
        }

        if (shift > 0)
            _state[_filledBytes / sizeof(ulong)] ^= word >> (64 - shift);
    }

    private void Permute()
    {
        KeccakPermutation.Apply(_state);
        _filledBytes = 0;
    }
}
