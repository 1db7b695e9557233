using System.Buffers.Binary;
using System.Numerics;

namespace OpenGradient.Zk.Hashing;

/// <summary>BLAKE3 with 32 bytes of output, in the plain mode or in that of a context (derive_key).</summary>
/// <remarks>
/// <para>The definition: the fast form, of many messages at once, is proved equal to it by tests.</para>
/// <para>Source: O'Connor, Aumasson, Neves and Wilcox-O'Hearn, BLAKE3: one function, fast everywhere, sections 2.2 to 2.5.</para>
/// </remarks>
internal sealed class Blake3
{
    public const int DigestBytes = 32;

    /// <summary>A longer message is a tree of chunks.</summary>
    public const int ChunkBytes = 1024;

    public const int BlockBytes = 64;

    private readonly uint[] _key;

    private Blake3(ReadOnlySpan<uint> key, Blake3Flags mode) => (_key, Mode) = (key.ToArray(), mode);

    /// <summary>The hash without a key.</summary>
    public static Blake3 Plain { get; } = new(Blake3Compression.InitialValue, Blake3Flags.None);

    /// <summary>What every chunk begins with, and every node of the tree.</summary>
    public ReadOnlySpan<uint> Key => _key;

    /// <summary>Goes into every compression.</summary>
    public Blake3Flags Mode { get; }

    /// <summary>The hash of a context: that of no other has anything to do with it.</summary>
    public static Blake3 InContext(ReadOnlySpan<byte> context)
    {
        Span<uint> key = stackalloc uint[Blake3Compression.KeyWords];
        new Blake3(Blake3Compression.InitialValue, Blake3Flags.DeriveKeyContext).Chain(context, firstChunk: 0, Blake3Flags.Root, key);
        return new(key, Blake3Flags.DeriveKeyMaterial);
    }

    public void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        Span<uint> words = stackalloc uint[Blake3Compression.KeyWords];
        Chain(message, firstChunk: 0, Blake3Flags.Root, words);
        for (int index = 0; index < words.Length; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(digest[(index * sizeof(uint))..], words[index]);
    }

    /// <summary>How many bytes of a message of more than a chunk lie in the left subtree: as many whole chunks as make the largest power of two that leaves something for the right one.</summary>
    public static int LeftBytes(int messageBytes) => ChunkBytes << BitOperations.Log2((uint)(messageBytes - 1) / ChunkBytes);

    /// <summary>The chaining value of a subtree.</summary>
    private void Chain(ReadOnlySpan<byte> message, int firstChunk, Blake3Flags root, Span<uint> chained)
    {
        if (message.Length <= ChunkBytes)
        {
            ChainChunk(message, firstChunk, root, chained);
            return;
        }

        int leftBytes = LeftBytes(message.Length);
        Span<uint> block = stackalloc uint[Blake3Compression.BlockWords];
        Chain(message[..leftBytes], firstChunk, Blake3Flags.None, block[..Blake3Compression.KeyWords]);
        Chain(message[leftBytes..], firstChunk + (leftBytes / ChunkBytes), Blake3Flags.None, block[Blake3Compression.KeyWords..]);
        _key.CopyTo(chained);
        Blake3Compression.Apply(chained, block, counter: 0, BlockBytes, Mode | Blake3Flags.Parent | root);
    }

    /// <summary>Block by block; one that is not full is filled with zeros. A message without bytes is a block without bytes.</summary>
    private void ChainChunk(ReadOnlySpan<byte> chunk, int counter, Blake3Flags root, Span<uint> chained)
    {
        _key.CopyTo(chained);
        Span<byte> block = stackalloc byte[BlockBytes];
        Span<uint> words = stackalloc uint[Blake3Compression.BlockWords];
        Blake3Flags flags = Mode | Blake3Flags.ChunkStart;
        for (bool isLast = false; !isLast; flags = Mode)
        {
            int taken = Math.Min(chunk.Length, BlockBytes);
            block.Clear();
            chunk[..taken].CopyTo(block);
            chunk = chunk[taken..];
            for (int index = 0; index < words.Length; index++)
                words[index] = BinaryPrimitives.ReadUInt32LittleEndian(block[(index * sizeof(uint))..]);
            isLast = chunk.IsEmpty;
            Blake3Compression.Apply(chained, words, (uint)counter, taken, isLast ? flags | Blake3Flags.ChunkEnd | root : flags);
        }
    }
}
