using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Tests.Tiles;

public sealed class TileTreeTests
{
    private static readonly Digest[] Leaves = MemoryTiles.Leaves(66_000);

    public static TheoryData<int> Sizes() => [0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 1000, 65_535, 65_536, 65_537, 66_000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TryComputeRoot_EverySize_IsTheRootByDefinition(int size)
    {
        Assert.True(TileTree.TryComputeRoot(new MemoryTiles(Leaves[..size]), (ulong)size, out Digest root));
        Assert.Equal(MerkleTree.Root(Leaves.AsSpan(0, size)), root);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TryProveInclusion_EntriesAllOverTheTree_VerifyAndMatchTheDefinition(int size)
    {
        MemoryTiles tiles = new(Leaves[..size]);
        Digest root = MerkleTree.Root(Leaves.AsSpan(0, size));
        foreach (int index in (int[])[0, 1, 254, 255, 256, 511, size / 2, size - 2, size - 1])
        {
            if (index < 0 || index >= size)
                continue;
            Assert.True(TileTree.TryProveInclusion(tiles, (ulong)index, (ulong)size, out ImmutableArray<Digest> path));
            Assert.True(MerkleProof.VerifyInclusion((ulong)index, (ulong)size, Leaves[index], path.AsSpan(), root));
        }

        Assert.False(TileTree.TryProveInclusion(tiles, (ulong)size, (ulong)size, out _));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void TryProveConsistency_EveryPairOfSizesUpTo300_Verifies()
    {
        Digest[] roots = [.. Enumerable.Range(0, 301).Select(static size => MerkleTree.Root(Leaves.AsSpan(0, size)))];
        for (int size2 = 1; size2 <= 300; size2 += 7)
        {
            MemoryTiles tiles = new(Leaves[..size2]);
            for (int size1 = 1; size1 <= size2; size1++)
            {
                Assert.True(TileTree.TryProveConsistency(tiles, (ulong)size1, (ulong)size2, out ImmutableArray<Digest> path));
                Assert.True(MerkleProof.VerifyConsistency((ulong)size1, (ulong)size2, roots[size1], roots[size2], path.AsSpan()), $"{size1} to {size2}");
            }
        }
    }

    [Theory]
    [InlineData(256, 65_536)]
    [InlineData(257, 65_537)]
    [InlineData(65_536, 66_000)]
    [InlineData(65_535, 65_536)]
    [InlineData(1, 66_000)]
    public void TryProveConsistency_AcrossLevels_Verifies(int size1, int size2)
    {
        Assert.True(TileTree.TryProveConsistency(new MemoryTiles(Leaves[..size2]), (ulong)size1, (ulong)size2, out ImmutableArray<Digest> path));
        Digest root1 = MerkleTree.Root(Leaves.AsSpan(0, size1));
        Digest root2 = MerkleTree.Root(Leaves.AsSpan(0, size2));
        Assert.True(MerkleProof.VerifyConsistency((ulong)size1, (ulong)size2, root1, root2, path.AsSpan()));
    }

    [Fact]
    public void TryProve_MissingTiles_SaysNo()
    {
        MemoryTiles empty = new([]);

        Assert.False(TileTree.TryComputeRoot(empty, 300, out _));
        Assert.False(TileTree.TryProveInclusion(empty, 0, 300, out _));
        Assert.False(TileTree.TryProveConsistency(empty, 1, 300, out _));
        Assert.False(TileTree.TryProveConsistency(empty, 2, 1, out _));
    }

    [Fact]
    public void Edge_ExampleOfTheSpecification_IsThatOfTheText()
    {
        // SPEC: "a tree of size 70,000 will be represented by 273 full level 0 tiles, one partial level 0 tile of width 112, one full
        // level 1 tile, one partial level 1 tile of width 17, and one partial level 2 tile of width 1."
        Assert.Equal(["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"], TileTree.Edge(70_000).Select(static path => path.ToString()));
        Assert.Equal(["tile/0/000", "tile/1/000.p/1"], TileTree.Edge(256).Select(static path => path.ToString()));
        Assert.Empty(TileTree.Edge(0));
        Assert.Equal(8, TileTree.Edge(ulong.MaxValue).Length);
    }
}
