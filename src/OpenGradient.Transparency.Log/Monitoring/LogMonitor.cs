using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>Follows a log from its public files: every entry since the last look is hashed into the tree seen before, and must give the new root.</summary>
/// <remarks>
/// The state is the checkpoint that was last found good, as the log signed it. It moves on only when nothing but age or witnesses is amiss; of a
/// fork both notes are kept, the other one beside the state as <c>STATE.conflict</c>.
/// <para><b>Does not establish</b> that others see the same log: that is what witnesses are for.</para>
/// </remarks>
public sealed class LogMonitor(ILogSource source, MonitorOptions options)
{
    private readonly LogFiles _files = new(source);
    private readonly List<MonitorFinding> _findings = [];

    /// <summary>Looks once.</summary>
    /// <exception cref="IOException">The log cannot be reached, or the state not be kept.</exception>
    public async Task<MonitorReport> CheckAsync(CancellationToken cancellationToken = default)
    {
        _findings.Clear();
        (Checkpoint? previous, byte[]? previousNote) = ReadState();
        (byte[] note, Checkpoint? checkpoint, CheckpointError error) = await _files.ReadCheckpointAsync(options.Key, cancellationToken).ConfigureAwait(false);
        if (checkpoint is null)
        {
            Add(MonitorFindingKind.BadCheckpoint, $"what is served as the checkpoint is none of {options.Key.Name}: {error}.");
            return new MonitorReport(null, previous, [.. _findings]);
        }

        await CompareAsync(previous, checkpoint, cancellationToken).ConfigureAwait(false);
        Keep(note, previousNote);
        CheckWitnesses(note, checkpoint);
        return new MonitorReport(checkpoint, previous, [.. _findings]);
    }

    private async Task CompareAsync(Checkpoint? previous, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        ulong seen = previous?.Size ?? 0;
        if (checkpoint.Size < seen)
            Add(MonitorFindingKind.Rewind, $"it shows {checkpoint.Size} entries, and it has shown {seen}.");
        else if (previous is not null && checkpoint.Size == seen && checkpoint.Root != previous.Root)
            Add(MonitorFindingKind.Fork, $"it signed two roots of {seen} entries: {previous.Root} and {checkpoint.Root}.");
        else if (checkpoint.Size > seen)
            await FollowAsync(previous, checkpoint, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Appends what is new to the tree seen before, and compares roots; where that fails, finds out whether the log forked.</summary>
    private async Task FollowAsync(Checkpoint? previous, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        ulong seen = previous?.Size ?? 0;
        TreeEdge? edge = previous is null ? new TreeEdge() : await RestoreAsync(previous, cancellationToken).ConfigureAwait(false);
        if (edge is not null && await AppendAsync(edge, checkpoint.Size, checkpoint.Size, seen, cancellationToken).ConfigureAwait(false) && edge.Root() == checkpoint.Root)
            return;
        // Damaged files prove nothing. A whole tree that the log signed, and that begins otherwise than the one it signed before, does.
        TreeEdge whole = new();
        bool isComplete = await AppendAsync(whole, seen, checkpoint.Size, seen, cancellationToken).ConfigureAwait(false);
        Digest beginning = whole.Root();
        isComplete = isComplete && await AppendAsync(whole, checkpoint.Size, checkpoint.Size, checkpoint.Size, cancellationToken).ConfigureAwait(false);
        if (isComplete && whole.Root() == checkpoint.Root && beginning != (previous?.Root ?? MerkleTree.EmptyRoot))
            Add(MonitorFindingKind.Fork, $"it signed a tree of {checkpoint.Size} entries of which the first {seen} are not the {seen} that it had signed.");
        else
            Add(MonitorFindingKind.BadTiles, $"its files do not lead from the {seen} entries seen before to the root of the {checkpoint.Size}: some are missing or damaged.");
    }

    /// <summary>Appends entries of a tree of <paramref name="size"/> up to <paramref name="end"/>; false if they are not there. Those from <paramref name="news"/> on must have been issued.</summary>
    /// <remarks>The bundles that are read are those of the larger tree: one that forked need not have others.</remarks>
    private async Task<bool> AppendAsync(TreeEdge edge, ulong end, ulong size, ulong news, CancellationToken cancellationToken)
    {
        while (edge.Size < end)
        {
            ulong first = edge.Size;
            ImmutableArray<ReadOnlyMemory<byte>>? bundle = await ReadEntriesAsync(first, size, cancellationToken).ConfigureAwait(false);
            if (bundle is not { } all)
                return false;
            ImmutableArray<ReadOnlyMemory<byte>> entries = all[..(int)Math.Min((ulong)all.Length, end - first)];
            foreach (ReadOnlyMemory<byte> entry in entries)
                edge.Append(MerkleTree.HashLeaf(entry.Span), static (_, _) => { });
            if (first >= news)
                CheckIssued(first, entries);
        }

        return true;
    }

    /// <summary>The tree seen before, from tiles; null if they do not lead to it.</summary>
    private async Task<TreeEdge?> RestoreAsync(Checkpoint previous, CancellationToken cancellationToken)
    {
        Dictionary<TilePath, byte[]?> tiles = [];
        foreach (TilePath path in TreeEdge.PartialPaths(previous.Size))
            tiles[path] = await _files.ReadHashesAsync(path, cancellationToken).ConfigureAwait(false);
        return TreeEdge.TryRestore(previous.Size, path => tiles[path], out TreeEdge edge) && edge.Root() == previous.Root ? edge : null;
    }

    /// <summary>The entries of one bundle from <paramref name="first"/> on; null if they are not there.</summary>
    private async Task<ImmutableArray<ReadOnlyMemory<byte>>?> ReadEntriesAsync(ulong first, ulong size, CancellationToken cancellationToken)
    {
        ulong index = first / TilePath.FullWidth;
        int width = (int)Math.Min(TilePath.FullWidth, size - (index * TilePath.FullWidth));
        ImmutableArray<ReadOnlyMemory<byte>>? entries = await _files.ReadEntriesAsync(TilePath.Entries(index, width), cancellationToken).ConfigureAwait(false);
        return entries?[(int)(first % TilePath.FullWidth)..];
    }

    private void CheckIssued(ulong first, ImmutableArray<ReadOnlyMemory<byte>> entries)
    {
        if (options.Issued is null)
            return;
        IReadOnlySet<ReceiptId> issued = options.Issued();
        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i].Length != Digest.SizeBytes || !issued.Contains(new ReceiptId(new Digest(entries[i].Span))))
                Add(MonitorFindingKind.NotIssued, $"entry {first + (ulong)i}, {Convert.ToHexStringLower(entries[i].Span)}, is none of the receipts that were issued.");
        }
    }

    private void CheckWitnesses(byte[] note, Checkpoint checkpoint)
    {
        long? signedAt = null;
        if (options.Witnesses is { } policy && SignedNote.TryParse(note, out SignedNote? parsed))
        {
            WitnessFinding finding = policy.Check(parsed, checkpoint);
            if (!finding.IsQuorum)
                Add(MonitorFindingKind.NoQuorum, $"{finding.Cosigned.Length} of {policy.Witnesses.Length} known witnesses cosigned the tree of {checkpoint.Size} entries, which is no quorum.");
            // A log's second key counts like a witness, and states no time.
            signedAt = finding.LatestTimestamp == 0 ? null : (long)finding.LatestTimestamp;
        }

        DateTimeOffset now = options.Time.GetUtcNow();
        DateTimeOffset since = signedAt is { } seconds and < MaxUnixSeconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : File.GetLastWriteTimeUtc(options.StateFile);
        if (options.MaximumAge is { } age && File.Exists(options.StateFile) && now - since > age)
            Add(MonitorFindingKind.Stale, $"the checkpoint of {checkpoint.Size} entries is from {since:u}.");
    }

    private (Checkpoint? Checkpoint, byte[]? Note) ReadState()
    {
        if (!File.Exists(options.StateFile))
            return (null, null);
        byte[] note = File.ReadAllBytes(options.StateFile);
        return Checkpoint.TryOpen(note, options.Key, out Checkpoint? checkpoint) == CheckpointError.None
            ? (checkpoint, note)
            : throw new LogStateException(options.StateFile, $"this is no checkpoint of {options.Key.Name}: name the state of this log, or a file that is not there yet.");
    }

    /// <remarks><b>Crash.</b> The old or the new state, whole.</remarks>
    private void Keep(byte[] note, byte[]? previous)
    {
        bool isFork = _findings.Any(static finding => finding.Kind is MonitorFindingKind.Fork or MonitorFindingKind.Rewind);
        bool isBad = _findings.Any(static finding => finding.Kind is MonitorFindingKind.BadTiles or MonitorFindingKind.NotIssued);
        if (isBad || (previous is not null && note.AsSpan().SequenceEqual(previous)))
            return;
        string path = isFork ? options.StateFile + ".conflict" : options.StateFile;
        string temporary = path + ".new";
        using (FileStream file = new(temporary, FileMode.Create))
        {
            file.Write(note);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    private void Add(MonitorFindingKind kind, string problem) => _findings.Add(new MonitorFinding(kind, problem));

    /// <summary>Beyond the year 9999 there is no date to print.</summary>
    private const long MaxUnixSeconds = 253_402_300_800;
}
