using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness.Tests.Kit;

/// <summary>A log in memory that signs whatever tree it is asked to, forks too.</summary>
internal sealed class TreeKit(string name = "test.example/log") : IDisposable
{
    public LogSigningKey Key { get; } = LogSigningKey.Generate(name);

    /// <summary>The leaves of a tree; another <paramref name="world"/> is another log under the same key.</summary>
    public static Digest[] Leaves(ulong size, byte world = 0) => [.. Enumerable.Range(0, (int)size).Select(i => MerkleTree.HashLeaf([world, (byte)i, (byte)(i >> 8)]))];

    public byte[] Checkpoint(ulong size, byte world = 0) => Key.Sign(size, MerkleTree.Root(Leaves(size, world)));

    /// <summary>An honest request; <paramref name="world"/> 1 makes a fork.</summary>
    public AddCheckpointRequest Request(ulong oldSize, ulong size, byte world = 0) => new(oldSize, Prove(oldSize, size, world), [.. Checkpoint(size, world)]);

    public static ImmutableArray<Digest> Prove(ulong oldSize, ulong size, byte world = 0)
    {
        bool isComplete = TileTree.TryProveConsistency(new LeafTiles(Leaves(size, world)), oldSize, size, out ImmutableArray<Digest> path);
        return isComplete ? path : [];
    }

    public void Dispose() => Key.Dispose();

    /// <summary>One tile is enough: tests here have fewer than 257 leaves.</summary>
    private sealed class LeafTiles(Digest[] leaves) : ITileSource
    {
        public bool TryRead(TilePath path, out ReadOnlyMemory<byte> hashes)
        {
            hashes = leaves.SelectMany(static leaf => leaf.ToArray()).ToArray();
            return path.Level == 0 && path.Index == 0;
        }
    }
}
