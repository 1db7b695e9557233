using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.Hashing;

/// <summary>Hashes in lanes and by hand are those of the system, whatever the length, the number and the width.</summary>
public sealed class PieceHashesTests(ITestOutputHelper output)
{
    /// <summary>The instructions and the plain form, from any state, over any number of blocks, at the edge of a page that nobody may touch.</summary>
    [Fact]
    public void Compress_ByInstructions_IsThePlainForm()
    {
        Assert.SkipUnless(EmittedSha256.IsSupported, "the processor has no SHA instructions, or code may not be emitted");
        for (int blockCount = 1; blockCount <= 70; blockCount++)
        {
            using GuardedBytes blocks = new(64 * blockCount, isAtEnd: blockCount % 2 == 0);
            Bytes(64 * blockCount).CopyTo(blocks.Bytes);
            uint[] expected = [1, 2, 3, 0xFFFFFFFF, 5, 0x80000000, 7, (uint)blockCount];
            uint[] actual = [.. expected];

            for (int block = 0; block < blockCount; block++)
                Sha256Block.Compress(expected, blocks.Bytes.Slice(64 * block, 64));
            EmittedSha256.Compress(actual, blocks.Bytes);

            Assert.Equal(expected, actual);
        }
    }

    /// <summary>Two messages at once, from different states, each at the edge of a page that nobody may touch.</summary>
    [Fact]
    public void CompressBoth_ByInstructions_IsThePlainFormOfEach()
    {
        Assert.SkipUnless(EmittedSha256.IsSupported, "the processor has no SHA instructions, or code may not be emitted");
        for (int blockCount = 1; blockCount <= 70; blockCount++)
        {
            using GuardedBytes first = new(64 * blockCount, isAtEnd: blockCount % 2 == 0);
            using GuardedBytes second = new(64 * blockCount, isAtEnd: blockCount % 3 == 0);
            Bytes(64 * blockCount).CopyTo(first.Bytes);
            Bytes(128 * blockCount).AsSpan(64 * blockCount).CopyTo(second.Bytes);
            uint[] expected = [1, 2, 3, 0xFFFFFFFF, 5, 0x80000000, 7, (uint)blockCount, 9, 10, 0x7FFFFFFF, 12, 13, 14, 15, ~(uint)blockCount];
            uint[] actual = [.. expected];

            for (int block = 0; block < blockCount; block++)
            {
                Sha256Block.Compress(expected.AsSpan(0, 8), first.Bytes.Slice(64 * block, 64));
                Sha256Block.Compress(expected.AsSpan(8), second.Bytes.Slice(64 * block, 64));
            }

            EmittedSha256.CompressBoth(actual, first.Bytes, second.Bytes);

            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Hash_WithoutEmittedCode_IsTheSystemsHash() => SelfRun.Require("*PieceHashesTests.Hash_EveryWidth_*", 10, EmittedCode.Switch, LaneDispatch.Widest.ToString(), output);

    [Fact]
    public void HashOne_EveryLength_IsTheSystemsHash()
    {
        byte[] data = Bytes(5000);
        for (int length = 0; length <= data.Length; length += length < 300 ? 1 : 31)
            Assert.Equal(MerkleTree.HashLeaf(data.AsSpan(0, length)), PieceHashes.HashOne(0x00, data.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(54)]
    [InlineData(55)]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(127)]
    [InlineData(1024)]
    [InlineData(1078)]
    public void Hash_EveryWidth_IsTheSystemsHash(int pieceBytes)
    {
        byte[] data = Bytes(pieceBytes * 81);
        foreach (LaneWidth width in Widths.Accelerated.Append(LaneWidth.Scalar))
        {
            LaneDispatch.Limit = width;
            try
            {
                foreach (int count in (ReadOnlySpan<int>)[0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 32, 45, 64, 81])
                {
                    var digests = new Digest[count];
                    PieceHashes.Hash(0x00, data.AsSpan(0, count * pieceBytes), pieceBytes, digests);
                    for (int piece = 0; piece < count; piece++)
                        Assert.Equal(MerkleTree.HashLeaf(data.AsSpan(piece * pieceBytes, pieceBytes)), digests[piece]);
                }
            }
            finally
            {
                LaneDispatch.Limit = null;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Root_OfTiles_IsTheTreeOfRfc6962(int threadCount)
    {
        byte[] data = Bytes(200_000);
        var workers = new Workers(WorkerPool.OfSize(threadCount), default);
        foreach (int length in (ReadOnlySpan<int>)[0, 1, 1023, 1024, 1025, 2048, 3000, 17 * 1024, 100_000, 200_000])
        {
            Digest[] leaves = [.. Enumerable.Range(0, TileHashes.Count(length)).Select(tile => MerkleTree.HashLeaf(data.AsSpan(tile * 1024, Math.Min(1024, length - (tile * 1024)))))];

            Assert.Equal(MerkleTree.Root(leaves), TileHashes.Root(data.AsSpan(0, length), new Digest[leaves.Length], workers));
        }
    }

    [Fact]
    public void Fold_EveryCount_IsTheTreeOfRfc6962()
    {
        byte[] data = Bytes(150 * 32);
        Digest[] hashes = [.. Enumerable.Range(0, 150).Select(index => new Digest(data.AsSpan(index * 32, 32)))];
        for (int count = 1; count <= hashes.Length; count++)
            Assert.Equal(MerkleTree.Root(hashes.AsSpan(0, count)), TileHashes.Fold(hashes.AsSpan(0, count).ToArray()));
    }

    private static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = (byte)((i * 167) ^ (i >> 5));
        return bytes;
    }
}
