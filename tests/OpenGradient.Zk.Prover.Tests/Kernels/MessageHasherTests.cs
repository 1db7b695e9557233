using OpenGradient.Primitives;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hashing;
using OpenGradient.Zk.Prover.Kernels.Hashing;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Tests.Kernels;

/// <summary>Messages hashed side by side have the digests that each has by itself.</summary>
public sealed class MessageHasherTests
{
    public static TheoryData<int> RowCounts() => [1, 2, 4, 7, 8, 9, 15, 16, 17, 18, 32, 33, 34, 35, 64, 127, 128, 129, 136, 137, 256, 257, 384, 385, 512, 640];

    [Theory]
    [MemberData(nameof(RowCounts))]
    public void Hash_Columns_IsTheHashOfEach(int rowCount)
    {
        const int columnCount = 21; // not a multiple of any lanes
        Goldilocks[] matrix = Elements.Of(new Random(rowCount), rowCount * columnCount);
        byte[][] leaves = new byte[columnCount][];
        for (int column = 0; column < columnCount; column++)
        {
            leaves[column] = new byte[rowCount * Goldilocks.SizeBytes];
            for (int row = 0; row < rowCount; row++)
                matrix[(row * columnCount) + column].Write(leaves[column].AsSpan(row * Goldilocks.SizeBytes));
        }

        CheckLeaves(new ColumnMessages(matrix, columnCount, matrix.Length / columnCount), leaves);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Hash_Fibres_IsTheHashOfEach(int fibreElements)
    {
        const int fibreCount = 21;
        QuadraticExtension[] word = Elements.Pairs(new Random(fibreElements), fibreCount * fibreElements);
        byte[][] leaves = new byte[fibreCount][];
        for (int fibre = 0; fibre < fibreCount; fibre++)
        {
            leaves[fibre] = new byte[2 * fibreElements * Goldilocks.SizeBytes];
            for (int index = 0; index < 2 * fibreElements; index++)
                word[fibre + (index / 2 * fibreCount)][index % 2].Write(leaves[fibre].AsSpan(index * Goldilocks.SizeBytes));
        }

        CheckLeaves(new FibreMessages(word, fibreCount), leaves);
    }

    [Fact]
    public void Hash_Nodes_IsTheHashOfEach()
    {
        const int nodeCount = 21;
        byte[] children = new byte[2 * nodeCount * Keccak256.DigestBytes];
        new Random(1).NextBytes(children);
        foreach (TreeHash hash in Enum.GetValues<TreeHash>())
        {
            byte[] expected = new byte[nodeCount * Keccak256.DigestBytes];
            for (int node = 0; node < nodeCount; node++)
                TreeOpening.HashNode(hash, children.AsSpan(2 * node * Keccak256.DigestBytes, Keccak256.DigestBytes), children.AsSpan(((2 * node) + 1) * Keccak256.DigestBytes, Keccak256.DigestBytes), expected.AsSpan(node * Keccak256.DigestBytes));

            CheckWidths(hash, TreeOpening.NodeContext, new NodeMessages(children), nodeCount, expected);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(13)]
    public void NonceSearch_AnyWork_FindsTheSmallestNonce(int bitCount)
    {
        var transcript = Transcript.Start<QuadraticExtension>();
        for (byte turn = 0; turn < 4; turn++)
        {
            transcript.Absorb(turn, [turn]);
            ulong nonce = 0;
            while (!transcript.IsWork(bitCount, nonce))
                nonce++;

            Assert.Equal(nonce, NonceSearch.Find(transcript, bitCount, TestContext.Current.CancellationToken));
            if (Words256.IsSupported)
                Assert.Equal((int)nonce, NonceSearch.FindIn<Words256>(transcript.State, bitCount, 0, 0, 1 << 20));
        }
    }

    /// <summary>By both hashes.</summary>
    private static void CheckLeaves<TMessages>(TMessages messages, byte[][] leaves)
        where TMessages : struct, IMessages
    {
        foreach (TreeHash hash in Enum.GetValues<TreeHash>())
        {
            byte[] expected = new byte[leaves.Length * Keccak256.DigestBytes];
            for (int leaf = 0; leaf < leaves.Length; leaf++)
                TreeOpening.HashLeaf(hash, leaves[leaf], expected.AsSpan(leaf * Keccak256.DigestBytes, Keccak256.DigestBytes));
            CheckWidths(hash, TreeOpening.LeafContext, messages, leaves.Length, expected);
        }
    }

    private static void CheckWidths<TMessages>(TreeHash hash, Blake3 context, TMessages messages, int count, byte[] expected)
        where TMessages : struct, IMessages
    {
        if (hash == TreeHash.Blake3)
        {
            if (Words512.IsSupported)
                CheckBlake3<HalfWords512, Words512, TMessages>(context, messages, count, expected);
            if (Words256.IsSupported)
                CheckBlake3<HalfWords256, Words256, TMessages>(context, messages, count, expected);
            return;
        }

        if (Words512.IsSupported)
            Check<Words512, TMessages>(messages, count, expected);
        if (Words256.IsSupported)
            Check<Words256, TMessages>(messages, count, expected);
    }

    private static void Check<TWords, TMessages>(TMessages messages, int count, byte[] expected)
        where TWords : struct, IWordLanes<TWords>
        where TMessages : struct, IMessages
    {
        byte[] digests = new byte[expected.Length];
        int end = MessageHasher.Hash<TWords, TMessages>(messages, 3, count, digests);

        CheckDigests(expected, digests, count, TWords.Count, end);
    }

    private static void CheckBlake3<THalves, TWords, TMessages>(Blake3 context, TMessages messages, int count, byte[] expected)
        where THalves : struct, IHalfWordLanes<THalves, TWords>
        where TWords : struct, IWordLanes<TWords>
        where TMessages : struct, IMessages
    {
        byte[] digests = new byte[expected.Length];
        int end = Blake3MessageHasher.Hash<THalves, TWords, TMessages>(context, messages, 3, count, digests);

        CheckDigests(expected, digests, count, THalves.Count, end);
    }

    /// <summary>As many as fill lanes, from the fourth on.</summary>
    private static void CheckDigests(byte[] expected, byte[] digests, int count, int laneCount, int end)
    {
        Assert.Equal(3 + ((count - 3) / laneCount * laneCount), end);
        Assert.Equal(expected[(3 * Keccak256.DigestBytes)..(end * Keccak256.DigestBytes)], digests[(3 * Keccak256.DigestBytes)..(end * Keccak256.DigestBytes)]);
    }
}
