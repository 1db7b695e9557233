using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Transparency.Tests.Tiles;

/// <summary>A log written by another implementation: transparency-dev/tessera testdata/log (Apache-2.0), sizes 0 to 15.</summary>
[Trait("Category", "Vectors")]
public sealed class TesseraLogTests
{
    /// <summary>From the script that made the log: tessera testdata/build_log.sh.</summary>
    private const string VerifierKey = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

    private static string Root => ExternalVectors.Require("tlog/tessera-log");

    [Fact]
    public void Checkpoints_All17_VerifyAndMatchTilesAndEntries()
    {
        string[] files = [.. Directory.GetFiles(Root, "checkpoint*")];

        Assert.Equal(17, files.Length);
        foreach (string file in files)
        {
            Checkpoint head = Open(file);
            Assert.True(TileTree.TryComputeRoot(new FileTiles(Root), head.Size, out Digest fromTiles), file);
            Assert.Equal(head.Root, fromTiles);
            Assert.Equal(head.Root, MerkleTree.Root(LeavesFromEntries((int)head.Size)));
        }
    }

    [Fact]
    public void Proofs_EveryIndexAndPairOfSizes_Verify()
    {
        FileTiles tiles = new(Root);
        Checkpoint[] heads = [.. Enumerable.Range(0, 16).Select(static size => Open(Path.Combine(Root, $"checkpoint.{size}")))];
        Digest[] leaves = LeavesFromEntries(15);
        for (int size2 = 1; size2 < heads.Length; size2++)
        {
            for (int i = 0; i < size2; i++)
            {
                Assert.True(TileTree.TryProveInclusion(tiles, (ulong)i, (ulong)size2, out ImmutableArray<Digest> path));
                Assert.True(MerkleProof.VerifyInclusion((ulong)i, (ulong)size2, leaves[i], path.AsSpan(), heads[size2].Root));
                Assert.True(TileTree.TryProveConsistency(tiles, (ulong)i + 1, (ulong)size2, out ImmutableArray<Digest> consistency));
                Assert.True(MerkleProof.VerifyConsistency((ulong)i + 1, (ulong)size2, heads[i + 1].Root, heads[size2].Root, consistency.AsSpan()));
            }
        }
    }

    private static Checkpoint Open(string file)
    {
        Assert.True(LogVerifierKey.TryParse(VerifierKey, out LogVerifierKey? key));
        Assert.Equal(CheckpointError.None, Checkpoint.TryOpen(File.ReadAllBytes(file), key, out Checkpoint? checkpoint));
        return checkpoint!;
    }

    private static Digest[] LeavesFromEntries(int size)
    {
        if (size == 0)
            return [];
        Assert.True(EntryBundle.TryParse(File.ReadAllBytes(Path.Combine(Root, TilePath.Entries(0, size).ToString())), out ImmutableArray<ReadOnlyMemory<byte>> entries));
        Assert.Equal(size, entries.Length);
        return [.. entries.Select(static entry => MerkleTree.HashLeaf(entry.Span))];
    }

    private sealed class FileTiles(string root) : ITileSource
    {
        public bool TryRead(TilePath path, out ReadOnlyMemory<byte> hashes)
        {
            string file = Path.Combine(root, path.ToString());
            hashes = File.Exists(file) ? File.ReadAllBytes(file) : default;
            return File.Exists(file);
        }
    }
}
