using System.Numerics;
using System.Runtime.CompilerServices;
using OpenGradient.Zk.Hashing;

namespace OpenGradient.Zk.Prover.Kernels.Hashing;

/// <summary>The tree of chunks of several messages at once, as <see cref="Blake3"/> makes it of one. They have one length, and so one tree.</summary>
internal readonly ref struct Blake3LaneTree<THalves, TWords, TMessages>
    where THalves : struct, IHalfWordLanes<THalves, TWords>
    where TWords : struct, IWordLanes<TWords>
    where TMessages : struct, IMessages
{
    private const int ChunkWords = Blake3.ChunkBytes / sizeof(ulong);
    private const int BlockWords = Blake3.BlockBytes / sizeof(ulong);

    private readonly Blake3 _hash;
    private readonly TMessages _messages;
    private readonly Span<THalves> _blocks; // [a block for each level of the tree, and one for chunks]

    /// <param name="hash">The hash, in its context.</param>
    /// <param name="messages">Of at least one word.</param>
    public Blake3LaneTree(Blake3 hash, TMessages messages)
    {
        int chunkCount = (messages.WordCount + ChunkWords - 1) / ChunkWords;
        int levelCount = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)chunkCount));
        (_hash, _messages) = (hash, messages);
        _blocks = new THalves[(levelCount + 1) * Blake3Compression.BlockWords];
    }

    /// <summary>The digests' words of as many messages as there are lanes, from one on.</summary>
    public void Chain(int firstMessage, Span<THalves> chained) => Chain(firstMessage, 0, _messages.WordCount, Blake3Flags.Root, chained, _blocks);

    private void Chain(int firstMessage, int firstWord, int wordCount, Blake3Flags root, Span<THalves> chained, Span<THalves> blocks)
    {
        if (wordCount <= ChunkWords)
        {
            ChainChunk(firstMessage, firstWord, wordCount, root, chained, blocks[..Blake3Compression.BlockWords]);
            return;
        }

        int leftWords = Blake3.LeftBytes(wordCount * sizeof(ulong)) / sizeof(ulong);
        Span<THalves> block = blocks[..Blake3Compression.BlockWords];
        Span<THalves> below = blocks[Blake3Compression.BlockWords..];
        Chain(firstMessage, firstWord, leftWords, Blake3Flags.None, block[..Blake3Compression.KeyWords], below);
        Chain(firstMessage, firstWord + leftWords, wordCount - leftWords, Blake3Flags.None, block[Blake3Compression.KeyWords..], below);
        Begin(chained);
        Blake3Lanes<THalves, TWords>.Apply(chained, block, counter: 0, Blake3.BlockBytes, _hash.Mode | Blake3Flags.Parent | root);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ChainChunk(int firstMessage, int firstWord, int wordCount, Blake3Flags root, Span<THalves> chained, Span<THalves> block)
    {
        Begin(chained);
        Blake3Flags flags = _hash.Mode | Blake3Flags.ChunkStart;
        uint counter = (uint)(firstWord / ChunkWords);
        for (int word = 0; word < wordCount; word += BlockWords, flags = _hash.Mode)
        {
            int taken = Math.Min(BlockWords, wordCount - word);
            block[(2 * taken)..].Clear();
            for (int index = 0; index < taken; index++)
            {
                TWords first = _messages.Word<TWords>(firstMessage, firstWord + word + index);
                TWords second = _messages.Word<TWords>(firstMessage + TWords.Count, firstWord + word + index);
                block[2 * index] = THalves.LowerHalves(first, second);
                block[(2 * index) + 1] = THalves.UpperHalves(first, second);
            }

            bool isLast = word + BlockWords >= wordCount;
            Blake3Lanes<THalves, TWords>.Apply(chained, block, counter, taken * sizeof(ulong), isLast ? flags | Blake3Flags.ChunkEnd | root : flags);
        }
    }

    private void Begin(Span<THalves> chained)
    {
        for (int index = 0; index < Blake3Compression.KeyWords; index++)
            chained[index] = THalves.Create(_hash.Key[index]);
    }
}
