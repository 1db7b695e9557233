using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <content>Proofs and public files.</content>
public sealed partial class TransparencyLog
{
    /// <summary>The inclusion proof of an entry under a signed checkpoint that covers it: with witnesses the latest public one, for which it waits; else one that is signed for it now.</summary>
    /// <remarks>
    /// Signed for it: an entry is on the disk once it has an index, and from that follows the tree (spec/log-1 §4), so such a checkpoint need not be on the disk. Those who ask while one is
    /// being signed share the next.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">No such entry has been appended.</exception>
    /// <exception cref="LogStateException">The tiles on disk no longer lead to the signed root.</exception>
    /// <exception cref="LogStoppedException">The log closed or failed before a checkpoint covered the entry.</exception>
    public async Task<LogProof> ProveAsync(ulong index, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, DurableCount);
        return Prove(index, _options.Witnesses is null ? await SignAsync(index, cancellationToken).ConfigureAwait(false) : await WaitForPublicAsync(index, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Says that somebody is about to ask for the proof of an appended entry: signing begins, and who asks then waits for less, or for nothing.</summary>
    /// <remarks>Does nothing where witnesses have to be asked: what they are asked about comes at its time. Failures are told to who asks.</remarks>
    public void Anticipate(ulong index)
    {
        if (_options.Witnesses is null)
            _ = Task.Run(() => SignAsync(index, CancellationToken.None)).ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>A public file of the log: <c>checkpoint</c>, <c>tile/0/000</c>, <c>tile/entries/000.p/3</c>; null if there is none.</summary>
    /// <remarks>Safe for paths from outside: only the one spelling of a tile's name reaches the file system.</remarks>
    public async Task<byte[]?> ReadResourceAsync(string path, CancellationToken cancellationToken = default)
    {
        if (path == LogLayout.CheckpointName)
            return LatestCheckpointNote;
        if (!TilePath.TryParse(path, out TilePath tile))
            return null;
        try
        {
            return await File.ReadAllBytesAsync(_layout.PathOf(tile), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private async Task<TreeSnapshot> SignAsync(ulong index, CancellationToken cancellationToken)
    {
        if (_state.Integrator.Signed is { } signed && index < signed.Checkpoint.Size)
            return signed;
        await _signing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // After the end the directory may be another process's.
            while (_state.Integrator.Signed.Checkpoint.Size <= index && !_hasEnded)
                _state.Integrator.Extend();
            return index < _state.Integrator.Signed.Checkpoint.Size ? _state.Integrator.Signed : throw EndedBefore(index);
        }
        finally
        {
            _signing.Release();
        }
    }

    private async Task<TreeSnapshot> WaitForPublicAsync(ulong index, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task published = Volatile.Read(ref _published).Task;
            TreeSnapshot snapshot = Snapshot;
            if (index < snapshot.Checkpoint.Size)
                return snapshot;
            if (_hasEnded)
                throw EndedBefore(index);
            await published.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static LogStoppedException EndedBefore(ulong index) => new($"The log stopped before a checkpoint covered entry {index}; it will be covered when the log is opened again.");

    private static LogProof Prove(ulong index, TreeSnapshot snapshot)
    {
        Checkpoint head = snapshot.Checkpoint;
        bool isComplete = TileTree.TryProveInclusion(snapshot, index, head.Size, out ImmutableArray<Digest> path);
        TilePath leafTile = TileTree.TileOf(0, index, head.Size);
        if (isComplete && snapshot.TryRead(leafTile, out ReadOnlyMemory<byte> leaves))
        {
            LogProof proof = new(index, path, [.. snapshot.Note], []);
            if (proof.VerifyInclusion(Tile.HashAt(leaves.Span, (int)(index % TilePath.FullWidth)), head))
                return proof;
        }

        throw new LogStateException(BrokenTile(index, snapshot), $"it does not lead to the signed root; open the log with {nameof(LogOptions.CheckEverything)} (og log fsck --repair) to write it again.");
    }

    /// <summary>The highest tile over an entry that is missing, or whose root is not the hash that stands for it in the tile above.</summary>
    private static string BrokenTile(ulong index, TreeSnapshot snapshot)
    {
        Digest? expected = null;
        foreach (TilePath edge in TileTree.Edge(snapshot.Checkpoint.Size).Reverse())
        {
            ulong position = index >> (8 * edge.Level);
            if (position >= snapshot.Checkpoint.Size >> (8 * edge.Level))
                continue;
            TilePath path = TileTree.TileOf(edge.Level, position, snapshot.Checkpoint.Size);
            if (!snapshot.TryRead(path, out ReadOnlyMemory<byte> hashes) || (expected is Digest root && Tile.Root(hashes.Span) != root))
                return path.ToString();
            expected = Tile.HashAt(hashes.Span, (int)(position % TilePath.FullWidth));
        }

        return TileTree.TileOf(0, index, snapshot.Checkpoint.Size).ToString();
    }
}
