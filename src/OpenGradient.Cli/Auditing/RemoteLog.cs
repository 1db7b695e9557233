using System.Collections.Immutable;
using OpenGradient.Cli.Nodes;
using OpenGradient.Primitives;
using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Cli.Auditing;

/// <summary>A node's log, read from its public files and trusted in nothing: what it gives is checked against the checkpoint that it signed.</summary>
internal sealed class RemoteLog(ILogSource source, LogVerifierKey key)
{
    private readonly LogFiles _files = new(source);
    private readonly Tiles _tiles = new();

    /// <summary>The signed head.</summary>
    /// <exception cref="NodeException">It is not signed by the log's key.</exception>
    public async Task<Checkpoint> ReadCheckpointAsync(CancellationToken cancellation)
    {
        (_, Checkpoint? checkpoint, CheckpointError error) = await _files.ReadCheckpointAsync(key, cancellation).ConfigureAwait(false);
        return checkpoint ?? throw new NodeException($"what is served as the checkpoint is none of {key.Name}: {error}.", isRefusal: true);
    }

    /// <summary>The receipt at an index, proved to be in the tree.</summary>
    /// <exception cref="NodeException">The log does not show that it is.</exception>
    public async Task<ReceiptId> ReadEntryAsync(ulong index, Checkpoint head, CancellationToken cancellation)
    {
        ulong bundle = index / TilePath.FullWidth;
        int width = (int)Math.Min(TilePath.FullWidth, head.Size - (bundle * TilePath.FullWidth));
        ImmutableArray<ReadOnlyMemory<byte>>? entries = await _files.ReadEntriesAsync(TilePath.Entries(bundle, width), cancellation).ConfigureAwait(false);
        if (entries?[(int)(index % TilePath.FullWidth)] is not { Length: Digest.SizeBytes } entry)
            throw Lying($"gives no entry {index}");
        ReceiptId id = new(new Digest(entry.Span));
        ImmutableArray<Digest> path = [];
        await WithTilesAsync(tiles => TileTree.TryProveInclusion(tiles, index, head.Size, out path), cancellation).ConfigureAwait(false);
        return MerkleProof.VerifyInclusion(index, head.Size, LogProof.LeafHash(id), path.AsSpan(), head.Root) ? id : throw Lying($"does not hold the entry {index} that it gives");
    }

    /// <summary>Whether the tree goes on from an earlier one.</summary>
    public async Task<bool> ContinuesAsync(ulong size, Digest root, Checkpoint head, CancellationToken cancellation)
    {
        if (size == 0 || size == head.Size)
            return size == 0 || root == head.Root;
        if (size > head.Size)
            return false;
        ImmutableArray<Digest> path = [];
        await WithTilesAsync(tiles => TileTree.TryProveConsistency(tiles, size, head.Size, out path), cancellation).ConfigureAwait(false);
        return MerkleProof.VerifyConsistency(size, head.Size, root, head.Root, path.AsSpan());
    }

    /// <summary>The root of the tree of the first entries, from its tiles.</summary>
    public async Task<Digest> ComputeRootAsync(ulong size, CancellationToken cancellation)
    {
        Digest root = default;
        await WithTilesAsync(tiles => TileTree.TryComputeRoot(tiles, size, out root), cancellation).ConfigureAwait(false);
        return root;
    }

    /// <summary>Tries, and fetches the tile that was missing, until nothing is.</summary>
    private async Task WithTilesAsync(Func<ITileSource, bool> attempt, CancellationToken cancellation)
    {
        while (!attempt(_tiles))
        {
            if (_tiles.TakeMissing() is not { } missing)
                throw Lying("has no such tree");
            _tiles.Add(missing, await _files.ReadHashesAsync(missing, cancellation).ConfigureAwait(false) ?? throw Lying($"has no {missing}"));
        }
    }

    private NodeException Lying(string what) => new($"the log {key.Name} {what}: it is not the log that signed the checkpoint.", isRefusal: true);

    /// <summary>The tiles that were fetched, and the first that was asked for and was not.</summary>
    private sealed class Tiles : ITileSource
    {
        private readonly Dictionary<TilePath, byte[]> _known = [];
        private TilePath? _missing;

        public bool TryRead(TilePath path, out ReadOnlyMemory<byte> hashes)
        {
            bool isKnown = _known.TryGetValue(path, out byte[]? bytes);
            hashes = bytes;
            if (!isKnown)
                _missing ??= path;
            return isKnown;
        }

        public void Add(TilePath path, byte[] bytes) => _known[path] = bytes;

        public TilePath? TakeMissing()
        {
            TilePath? missing = _missing;
            _missing = null;
            return missing;
        }
    }
}
