using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>Brings the files of a log into agreement before it starts, or refuses and names the file that is wrong.</summary>
/// <remarks>
/// What a crash can leave is finished: a torn batch is cut, entries without a checkpoint are integrated. A public file that is
/// missing or damaged is written again from the sequence, if and only if the sequence leads to the signed root. Everything else
/// is refused: the log would have to sign a tree that does not continue the one it signed before.
/// </remarks>
internal sealed class LogRecovery(LogLayout layout, CheckpointSigner signer, LogOptions options)
{
    private readonly DurableFiles _files = new(layout);
    private readonly List<string> _repaired = [];

    /// <exception cref="LogStateException">A file contradicts the signed checkpoint or the key.</exception>
    public LogState Open(Func<string, ISequenceStorage> openStorage)
    {
        _files.Clear();
        if (!File.Exists(layout.Sequence))
            Create();
        Checkpoint checkpoint = ReadCheckpoint(out byte[] note);
        SequenceFile sequence = SequenceFile.Open(openStorage(layout.Sequence), signer.VerifierKey, checkpoint.Size);
        try
        {
            RefuseTilesBeyond(sequence.Count);
            TreeBuilder tree = new(RestoreEdge(sequence, checkpoint));
            tree.RestoreBundle(sequence);
            RepairOlderPartials(tree);
            Integrator integrator = new(layout, _files, sequence, tree, signer, note, isPublic: options.Witnesses is null);
            while (integrator.Written.Checkpoint.Size < sequence.Count)
            {
                integrator.Extend();
                integrator.Write();
            }

            return new LogState(sequence, integrator, Publish(integrator.Written, sequence), [.. _repaired]);
        }
        catch
        {
            sequence.Dispose();
            throw;
        }
    }

    /// <summary>What the public sees from now on: where witnesses have to be asked first, what it saw before.</summary>
    /// <remarks><b>Crash.</b> The old or the new checkpoint, whole; this is done again.</remarks>
    private TreeSnapshot Publish(TreeSnapshot signed, SequenceFile sequence)
    {
        Checkpoint published = ReadCheckpoint(LogLayout.CheckpointName, out byte[] note);
        if (options.Witnesses is not null && published.Size < signed.Checkpoint.Size)
        {
            if (signed.At(published, note) is { } earlier)
                return earlier;
            Rebuild(sequence, signed.Checkpoint);
            return signed.At(published, note) ?? signed;
        }

        if (note.AsSpan().SequenceEqual(signed.Note))
            return signed;
        // The log has got its second key, or has lost its witnesses before they were asked about the last checkpoint.
        _files.Write(layout.Checkpoint, signed.Note);
        _files.Flush();
        return signed;
    }

    /// <summary>Makes the files of an empty log: the sequence, then the checkpoint of size 0.</summary>
    /// <remarks><b>Crash.</b> After the sequence and before the checkpoint: the next start signs the checkpoint (<see cref="ReadCheckpoint(out byte[])"/>).</remarks>
    private void Create()
    {
        if (File.Exists(layout.Checkpoint) || Directory.Exists(layout.Tiles))
            throw SequenceFile.Contradiction("it is missing, but the log is not new; bring back the file, or choose an empty directory.");
        _files.Write(layout.Sequence, SequenceHeader.Format(signer.VerifierKey));
        _files.Flush();
    }

    private Checkpoint ReadCheckpoint(out byte[] note)
    {
        if (!File.Exists(layout.Checkpoint))
            SignFirst();
        Checkpoint published = ReadCheckpoint(LogLayout.CheckpointName, out note);
        if (!File.Exists(layout.Signed))
            return published;
        Checkpoint signed = ReadCheckpoint(LogLayout.SignedName, out byte[] signedNote);
        if (signed.Size == published.Size && signed.Root != published.Root)
            throw new LogStateException(LogLayout.SignedName, $"it has another root than {LogLayout.CheckpointName}: the log signed a fork.");
        // Of one size, the published one has the witnesses' lines too.
        if (signed.Size <= published.Size)
            return published;
        note = signedNote;
        return signed;
    }

    private Checkpoint ReadCheckpoint(string name, out byte[] note)
    {
        note = File.ReadAllBytes(Path.Combine(layout.Root, name));
        CheckpointError error = Checkpoint.TryOpen(note, signer.VerifierKey, out Checkpoint? checkpoint);
        return checkpoint ?? throw new LogStateException(name, error switch
        {
            CheckpointError.NoteMalformed or CheckpointError.BodyMalformed => "it is damaged; bring back the file.",
            CheckpointError.SignatureInvalid => $"its signature by {signer.VerifierKey.Name} does not verify: it was changed; bring back the file.",
            _ => $"it is not signed by the key {signer.VerifierKey}; a new key needs a directory of its own.",
        });
    }

    private void SignFirst()
    {
        if (Directory.Exists(layout.Tiles) || new FileInfo(layout.Sequence).Length > SequenceHeader.Bytes)
            throw new LogStateException(LogLayout.CheckpointName, "it is missing, but the log has entries; bring back the file.");
        _files.Write(layout.Checkpoint, signer.Sign(0, MerkleTree.EmptyRoot));
        _files.Flush();
    }

    /// <summary>Tiles are made of flushed entries only: a tile beyond the sequence means that the sequence lost its end.</summary>
    private void RefuseTilesBeyond(ulong count)
    {
        ulong last = count / TilePath.FullWidth;
        foreach (TilePath full in (TilePath[])[TilePath.Hashes(0, last), TilePath.Entries(last)])
        {
            IEnumerable<string> partials = Directory.Exists(layout.PartialsOf(full)) ? Directory.EnumerateFiles(layout.PartialsOf(full)) : [];
            bool isBeyond = partials.Any(file => int.TryParse(Path.GetFileName(file), out int width) && (ulong)width > count % TilePath.FullWidth);
            if (isBeyond || File.Exists(layout.PathOf(full)))
                throw SequenceFile.Contradiction($"it ends at entry {count}, but {full} was made from later entries; bring back the whole file.");
        }
    }

    private TreeEdge RestoreEdge(SequenceFile sequence, Checkpoint checkpoint)
    {
        if (options.CheckEverything)
            return Rebuild(sequence, checkpoint);
        bool isWhole = TreeEdge.TryRestore(checkpoint.Size, ReadTile, out TreeEdge edge);
        return isWhole && edge.Root() == checkpoint.Root && IsBundleWhole(sequence, edge) ? edge : Rebuild(sequence, checkpoint);
    }

    /// <summary>Whether the last entries of the sequence are those of the last bundle, and lead to the last tile.</summary>
    private bool IsBundleWhole(SequenceFile sequence, TreeEdge edge)
    {
        TreeBuilder tree = new(edge);
        tree.RestoreBundle(sequence);
        foreach ((TilePath path, byte[] content) in tree.Partials())
        {
            if (path.Kind == TileKind.Entries && !content.AsSpan().SequenceEqual(ReadTile(path)))
                return false;
        }

        ReceiptId[] entries = new ReceiptId[edge.Size % TilePath.FullWidth];
        sequence.Read(edge.Size - (ulong)entries.Length, entries);
        byte[] hashes = [.. entries.SelectMany(entry => LogProof.LeafHash(entry).ToArray())];
        return entries.Length == 0 || edge.Partials().First().Content.AsSpan().SequenceEqual(hashes);
    }

    /// <summary>Computes the tree again from the sequence; if it is the one that was signed, writes every public file that differs.</summary>
    private TreeEdge Rebuild(SequenceFile sequence, Checkpoint checkpoint)
    {
        Digest root = Replay(sequence, checkpoint.Size, static (_, _) => { }).Edge.Root();
        if (root != checkpoint.Root)
            throw SequenceFile.Contradiction($"its first {checkpoint.Size} entries have the root {root}, but the signed checkpoint says {checkpoint.Root}.");
        TreeBuilder tree = Replay(sequence, checkpoint.Size, Repair);
        foreach ((TilePath path, byte[] content) in tree.Partials())
            Repair(path, content);
        // Crash before this line: some files are repaired, some not. The next start finds the rest.
        _files.Flush();
        return tree.Edge;
    }

    private static TreeBuilder Replay(SequenceFile sequence, ulong end, FullTile onFull)
    {
        TreeBuilder tree = new(new TreeEdge());
        tree.AppendFrom(sequence, 0, end, onFull);
        return tree;
    }

    /// <summary>Older forms of a tile stay until it is full: who reads the log at an older checkpoint needs them whole.</summary>
    private void RepairOlderPartials(TreeBuilder tree)
    {
        foreach ((TilePath path, byte[] content) in tree.Partials())
        {
            IEnumerable<string> files = Directory.Exists(layout.PartialsOf(path)) ? Directory.GetFiles(layout.PartialsOf(path)) : [];
            foreach (string file in files)
            {
                string name = Path.GetRelativePath(layout.Root, file).Replace(Path.DirectorySeparatorChar, '/');
                if (TilePath.TryParse(name, out TilePath older) && older.Width < path.Width)
                    Repair(older, content.AsSpan(0, content.Length / path.Width * older.Width));
            }
        }

        _files.Flush();
    }

    private void Repair(TilePath path, ReadOnlySpan<byte> content)
    {
        if (content.SequenceEqual(ReadTile(path)))
            return;
        _files.Write(layout.PathOf(path), content);
        _repaired.Add(path.ToString());
    }

    private byte[]? ReadTile(TilePath path)
    {
        string file = layout.PathOf(path);
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }
}
