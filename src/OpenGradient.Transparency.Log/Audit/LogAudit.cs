using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>One audit. Where a bundle and its tile disagree, the tile above decides; in the end the signed root does.</summary>
internal sealed class LogAudit(LogLayout layout, LogVerifierKey key)
{
    private readonly AuditFiles _files = new(layout);
    private readonly TreeEdge _edge = new();
    private readonly SortedDictionary<string, string> _findings = new(StringComparer.Ordinal);

    public LogAuditReport Run(CancellationToken cancellationToken)
    {
        Checkpoint? checkpoint = OpenCheckpoint();
        if (checkpoint is not null)
        {
            if (TryCheckEntries(checkpoint, cancellationToken))
                CheckEdge(checkpoint);
            CheckLeftovers(checkpoint.Size);
        }

        return new LogAuditReport(checkpoint, [.. _findings.Select(finding => new LogAuditFinding(finding.Key, finding.Value))]);
    }

    private Checkpoint? OpenCheckpoint()
    {
        byte[]? note = _files.ReadCheckpoint();
        if (note is null)
        {
            Add(LogLayout.CheckpointName, "the file is missing.");
            return null;
        }

        CheckpointError error = Checkpoint.TryOpen(note, key, out Checkpoint? checkpoint);
        if (checkpoint is null)
            Add(LogLayout.CheckpointName, $"not a checkpoint signed by {key}: {error}.");
        return checkpoint;
    }

    /// <summary>Computes the tree; false if it cannot go on, because neither bundle nor tile is there.</summary>
    /// <remarks>A signed size may be anything: without this end, a checkpoint of 2^63 and no files would keep an auditor busy for ever.</remarks>
    private bool TryCheckEntries(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        using SequenceAudit sequence = new(layout.Sequence);
        if (!sequence.HasHeader(key))
            Add(LogLayout.SequenceName, "it does not belong to this log.");
        for (ulong first = 0; first < checkpoint.Size; first += TilePath.FullWidth)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int width = (int)Math.Min(TilePath.FullWidth, checkpoint.Size - first);
            if (LeavesOf(first / TilePath.FullWidth, width, checkpoint, sequence) is not byte[] leaves)
                return false;
            for (int i = 0; i < width; i++)
                _edge.Append(Tile.HashAt(leaves, i), CheckTile);
        }

        return true;
    }

    /// <summary>The leaf hashes of one tile, from the bundle or the tile, whichever is right; the other is a finding. Null if neither is there.</summary>
    private byte[]? LeavesOf(ulong index, int width, Checkpoint checkpoint, SequenceAudit sequence)
    {
        (TilePath tile, TilePath bundle) = (TilePath.Hashes(0, index, width), TilePath.Entries(index, width));
        ImmutableArray<ReadOnlyMemory<byte>>? entries = _files.ReadEntries(bundle);
        byte[]? fromBundle = entries is null ? null : [.. entries.Value.SelectMany(entry => MerkleTree.HashLeaf(entry.Span).ToArray())];
        byte[]? fromTile = _files.ReadHashes(tile) is byte[] hashes && hashes.Length == width * Digest.SizeBytes ? hashes : null;
        bool isTileRight = fromBundle is null || (fromTile is not null && !fromBundle.AsSpan().SequenceEqual(fromTile) && IsRight(tile, fromTile, checkpoint));
        if (fromBundle is null && fromTile is null)
            Add(tile.ToString(), "it is missing, and so are the entries that it could be made from: the audit ends here.");
        if (isTileRight)
            Add(bundle.ToString(), "its entries are missing, or do not hash to the leaves of the tree.");
        else if (sequence.FirstDifference(index * TilePath.FullWidth, entries!.Value) is ulong other)
            Add(LogLayout.SequenceName, $"the record of entry {other} is damaged, or is not the entry of {bundle}.");
        // The tile itself is checked when the tree reaches it: full tiles as they fill up, the last one at the end.
        return isTileRight ? fromTile : fromBundle;
    }

    /// <summary>Whether a tile is what the tree above says; for the last, partial one the signed root itself says it.</summary>
    private bool IsRight(TilePath tile, byte[] hashes, Checkpoint checkpoint)
    {
        if (tile.IsPartial)
            return _edge.RootWith(hashes) == checkpoint.Root;
        TilePath above = TileTree.TileOf(1, tile.Index, checkpoint.Size);
        int position = (int)(tile.Index % TilePath.FullWidth);
        return _files.ReadHashes(above) is byte[] parents
            && parents.Length == above.Width * Digest.SizeBytes
            && Tile.HashAt(parents, position) == Tile.Root(hashes);
    }

    private void CheckTile(TilePath path, ReadOnlySpan<byte> expected)
    {
        byte[]? found = _files.ReadHashes(path);
        if (found is null)
            Add(path.ToString(), "the file is missing.");
        else if (!expected.SequenceEqual(found))
            Add(path.ToString(), "its hashes are not those of the tree.");
    }

    private void CheckEdge(Checkpoint checkpoint)
    {
        foreach ((TilePath path, byte[] content) in _edge.Partials())
            CheckTile(path, content);
        if (_edge.Root() != checkpoint.Root)
            Add(LogLayout.CheckpointName, $"the entries lead to the root {_edge.Root()}, the checkpoint says {checkpoint.Root}: a file named here, or the checkpoint, is wrong.");
    }

    /// <summary>Files that the signed tree does not need: older partial tiles must be beginnings of what came after them.</summary>
    private void CheckLeftovers(ulong size)
    {
        foreach (string name in _files.ListTiles())
        {
            if (!TilePath.TryParse(name, out TilePath path))
                Add(name, "not a file of a log.");
            else if (path.IsPartial && CurrentOf(path, size) is TilePath current && current.Width > path.Width && !_findings.ContainsKey(current.ToString()))
                CheckBeginning(path, current);
        }
    }

    private void CheckBeginning(TilePath path, TilePath current)
    {
        byte[]? found = _files.ReadFile(path);
        byte[]? whole = _files.ReadFile(current);
        if (found is null || whole is null)
            return;
        bool isWhole = path.Kind == TileKind.Hashes
            ? found.Length == path.Width * Digest.SizeBytes
            : EntryBundle.TryParse(found, out ImmutableArray<ReadOnlyMemory<byte>> entries) && entries.Length == path.Width;
        if (!isWhole || !whole.AsSpan().StartsWith(found))
            Add(path.ToString(), $"an older partial tile that is not the beginning of {current}.");
    }

    /// <summary>The form that a tile has in a tree of this size; null if the tree does not reach it.</summary>
    private static TilePath? CurrentOf(TilePath path, ulong size)
    {
        ulong count = path.Level < 8 ? size >> (8 * path.Level) : 0;
        ulong first = path.Index > ulong.MaxValue / TilePath.FullWidth ? ulong.MaxValue : path.Index * TilePath.FullWidth;
        if (first >= count)
            return null;
        int width = (int)Math.Min(TilePath.FullWidth, count - first);
        return path.Kind == TileKind.Entries ? TilePath.Entries(path.Index, width) : TilePath.Hashes(path.Level, path.Index, width);
    }

    private void Add(string file, string problem) => _findings.TryAdd(file, problem);
}
