using System.Collections.Immutable;

namespace OpenGradient.Transparency.Log;

/// <summary>Brings promised entries into the tree: a signed checkpoint in memory at once, then tiles, bundles and the checkpoint on the disk.</summary>
/// <remarks>
/// Order on the disk: (1) entries in the sequence, (2) tiles and bundles, (3) the checkpoint, (4) old partial tiles go. Every
/// step only adds to what the one before made durable, and (2) to (4) follow from (1): so after a crash they are done again,
/// with the same bytes. For the same reason a checkpoint may be shown as soon as it is signed: it is about flushed entries only, and
/// every later start makes the same tree of them. <see cref="Extend"/> may be called by any thread, <see cref="Write"/> by one at a time.
/// </remarks>
internal sealed class Integrator
{
    private readonly Lock _gate = new(); // of the tree, what it has filled, and its signed state
    private readonly LogLayout _layout;
    private readonly DurableFiles _files;
    private readonly SequenceFile _sequence;
    private readonly TreeBuilder _tree;
    private readonly CheckpointSigner _signer;
    private readonly TileCache _cache;
    private readonly bool _isPublic;
    private List<(TilePath Path, byte[] Content)> _filled = [];
    private ImmutableArray<(TilePath Path, byte[] Content)> _partials; // of the signed tree
    private ImmutableArray<TilePath> _written = [];
    private TreeSnapshot _signed;
    private TreeSnapshot _onDisk;

    /// <param name="layout">Where the log is.</param>
    /// <param name="files">Writes its files.</param>
    /// <param name="sequence">The entries.</param>
    /// <param name="tree">The tree of the latest checkpoint.</param>
    /// <param name="signer">Signs larger ones.</param>
    /// <param name="note">The latest checkpoint, as signed.</param>
    /// <param name="isPublic">Whether checkpoints are published as they are; otherwise witnesses see them first.</param>
    public Integrator(LogLayout layout, DurableFiles files, SequenceFile sequence, TreeBuilder tree, CheckpointSigner signer, byte[] note, bool isPublic)
    {
        (_layout, _files, _sequence, _tree, _signer, _isPublic) = (layout, files, sequence, tree, signer, isPublic);
        _cache = new TileCache(layout);
        _partials = [.. tree.Partials()];
        _signed = _onDisk = Snapshot(signer.Complete(note));
    }

    /// <summary>The latest tree that was signed.</summary>
    public TreeSnapshot Signed => Volatile.Read(ref _signed);

    /// <summary>The latest tree whose files and checkpoint are on the disk.</summary>
    public TreeSnapshot Written => Volatile.Read(ref _onDisk);

    /// <summary>Integrates the entries that are in the sequence now, at most <see cref="MostEntries"/>, and signs a checkpoint of that size. Writes nothing.</summary>
    public void Extend()
    {
        lock (_gate)
        {
            ulong size = _tree.Edge.Size;
            ulong end = Math.Min(_sequence.Count, size + MostEntries);
            // The tree may be ahead of what is signed, if signing failed: then it is tried again, and whoever waits is told again.
            if (end == _signed.Checkpoint.Size)
                return;
            if (end > size)
                _tree.AppendFrom(_sequence, size, end, AddFilled);
            TreeSnapshot snapshot = Snapshot(_signer.Sign(end, _tree.Edge.Root()));
            _partials = [.. _tree.Partials()];
            Volatile.Write(ref _signed, snapshot);
        }
    }

    /// <summary>Writes the files of the latest signed tree, and publishes its checkpoint or keeps it for the witnesses.</summary>
    /// <exception cref="IOException">The disk is full or broken. Nothing was published; the log must be opened again.</exception>
    public void Write()
    {
        (TreeSnapshot snapshot, List<(TilePath Path, byte[] Content)> filled, ImmutableArray<(TilePath Path, byte[] Content)> partials) = Take();
        foreach ((TilePath path, byte[] content) in filled)
            _files.Write(_layout.PathOf(path), content);
        WritePartials(partials);
        // Crash before this line: some new tiles, no public checkpoint that needs them. The next start writes the same tiles again.
        _files.Flush();
        // What witnesses have to see first is kept beside the public files: they must not be shown two trees, and are asked again from there.
        _files.Write(_isPublic ? _layout.Checkpoint : _layout.Signed, snapshot.Note);
        // Crash before this line: the old or the new checkpoint, whole. Both are true.
        _files.Flush();
        _cache.Release(filled.Select(static tile => tile.Path));
        DeleteOldPartials(filled);
        Volatile.Write(ref _onDisk, snapshot);
    }

    /// <summary>The latest signed tree, and what has to be on the disk before its checkpoint.</summary>
    private (TreeSnapshot Snapshot, List<(TilePath Path, byte[] Content)> Filled, ImmutableArray<(TilePath Path, byte[] Content)> Partials) Take()
    {
        lock (_gate)
        {
            List<(TilePath Path, byte[] Content)> filled = _filled;
            _filled = [];
            return (_signed, filled, _partials);
        }
    }

    /// <summary>A signed state of the tree as it is.</summary>
    private TreeSnapshot Snapshot(byte[] note)
    {
        if (Checkpoint.TryOpen(note, _signer.VerifierKey, out Checkpoint? checkpoint) is CheckpointError error and not CheckpointError.None)
            throw new InvalidOperationException($"The log does not accept its own checkpoint: {error}.");
        return new TreeSnapshot(checkpoint!, note, [.. _tree.Edge.Partials().Select(static partial => (partial.Path, new TileNodes(partial.Content)))], _cache);
    }

    private void AddFilled(TilePath path, ReadOnlySpan<byte> content)
    {
        byte[] copy = content.ToArray();
        _filled.Add((path, copy));
        if (path.Kind == TileKind.Hashes)
            _cache.Hold(path, new TileNodes(copy));
    }

    private void WritePartials(ImmutableArray<(TilePath Path, byte[] Content)> partials)
    {
        foreach ((TilePath path, byte[] content) in partials)
        {
            if (!_written.Contains(path))
                _files.Write(_layout.PathOf(path), content);
        }

        _written = [.. partials.Select(static partial => partial.Path)];
    }

    /// <summary>SPEC: logs "MAY delete any partial tile once the corresponding full tile is … available".</summary>
    /// <remarks><b>Crash.</b> Some are left; they are true, and only take space.</remarks>
    private void DeleteOldPartials(List<(TilePath Path, byte[] Content)> filled)
    {
        foreach ((TilePath path, _) in filled)
        {
            string partials = _layout.PartialsOf(path);
            if (!Directory.Exists(partials))
                continue;
            Directory.Delete(partials, recursive: true);
            _files.Forget(partials);
        }
    }

    /// <summary>256 tiles: what waits in memory for the disk after a start with many entries that no checkpoint covers.</summary>
    private const ulong MostEntries = 1 << 16;
}
