using System.Collections.Immutable;

namespace OpenGradient.Transparency.Log;

/// <summary>Brings promised entries into the tree: tiles, bundles, then the checkpoint that covers them.</summary>
/// <remarks>
/// Order on the disk: (1) entries in the sequence, (2) tiles and bundles, (3) the checkpoint, (4) old partial tiles go. Every
/// step only adds to what the one before made durable, and (2) to (4) follow from (1): so after a crash they are done again,
/// with the same bytes. One thread at a time.
/// </remarks>
internal sealed class Integrator(LogLayout layout, DurableFiles files, SequenceFile sequence, TreeBuilder tree, CheckpointSigner signer, TileCache cache, bool isPublic = true)
{
    private readonly List<TilePath> _filled = [];
    private ImmutableArray<TilePath> _written = [];

    /// <summary>Integrates all entries that are in the sequence now, and signs and publishes a checkpoint of that size.</summary>
    /// <exception cref="IOException">The disk is full or broken. Nothing was published; the log must be opened again.</exception>
    public TreeSnapshot Integrate()
    {
        tree.AppendFrom(sequence, tree.Edge.Size, sequence.Count, WriteFull);
        WritePartials();
        // Crash before this line: some new tiles, no checkpoint that needs them. The next start writes the same tiles again.
        files.Flush();
        TreeSnapshot snapshot = Sign();
        // What witnesses have to see first is kept beside the public files: signed is signed, and must survive.
        files.Write(isPublic ? layout.Checkpoint : layout.Signed, snapshot.Note);
        // Crash before this line: the old or the new checkpoint, whole. Both are true, and the new one was shown to nobody.
        files.Flush();
        DeleteOldPartials();
        return snapshot;
    }

    /// <summary>Signs the tree as it is. The caller has made sure that it continues every tree signed before.</summary>
    public TreeSnapshot Sign() => Snapshot(signer.Sign(tree.Edge.Size, tree.Edge.Root()));

    /// <summary>Publishes a checkpoint that is already signed.</summary>
    public TreeSnapshot Snapshot(byte[] note)
    {
        if (Checkpoint.TryOpen(note, signer.VerifierKey, out Checkpoint? checkpoint) is CheckpointError error and not CheckpointError.None)
            throw new InvalidOperationException($"The log does not accept its own checkpoint: {error}.");
        return new TreeSnapshot(checkpoint!, note, [.. tree.Edge.Partials().Select(static partial => (partial.Path, new TileNodes(partial.Content)))], cache);
    }

    private void WriteFull(TilePath path, ReadOnlySpan<byte> content)
    {
        files.Write(layout.PathOf(path), content);
        _filled.Add(path);
        if (path.Kind == TileKind.Hashes)
            cache.Add(path, new TileNodes(content.ToArray()));
    }

    private void WritePartials()
    {
        var written = ImmutableArray.CreateBuilder<TilePath>();
        foreach ((TilePath path, byte[] content) in tree.Partials())
        {
            if (!_written.Contains(path))
                files.Write(layout.PathOf(path), content);
            written.Add(path);
        }

        _written = written.ToImmutable();
    }

    /// <summary>SPEC: logs "MAY delete any partial tile once the corresponding full tile is … available".</summary>
    /// <remarks><b>Crash.</b> Some are left; they are true, and only take space.</remarks>
    private void DeleteOldPartials()
    {
        foreach (TilePath path in _filled)
        {
            string partials = layout.PartialsOf(path);
            if (!Directory.Exists(partials))
                continue;
            Directory.Delete(partials, recursive: true);
            files.Forget(partials);
        }

        _filled.Clear();
    }
}
