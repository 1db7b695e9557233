using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness;

/// <summary>A witness of logs (c2sp.org/tlog-witness): cosigns trees that continue what it cosigned before, and no others.</summary>
/// <remarks>
/// <para><b>Guarantee.</b> Of two trees of one log that it cosigned one continues the other, whatever crashes in between: a tree is on the
/// disk before it is signed.</para>
/// <para><b>Not guaranteed.</b> That entries mean anything: it sees none. After a failed write it signs nothing until it is opened again.</para>
/// <para>Thread-safe. Total on hostile requests; their size is bounded before they come here.</para>
/// </remarks>
public sealed class LogWitness : IAsyncDisposable
{
    private readonly WitnessOptions _options;
    private readonly FileStream _lock;
    private readonly WitnessState _state;
    private readonly CheckpointShelf _shelf;
    private readonly SortedDictionary<string, WatchedLog> _logs = new(StringComparer.Ordinal);

    private int _disposed;

    private LogWitness(WitnessOptions options, FileStream directoryLock, ISequenceStorage storage)
    {
        _options = options;
        _lock = directoryLock;
        _state = new WitnessState(storage);
        _shelf = new CheckpointShelf(options.DataDirectory);
        foreach (LogVerifierKey key in options.Logs)
        {
            WatchedLog log = new(key);
            if (!_logs.TryAdd(key.Name, log))
                throw new ArgumentException($"Two logs are called {key.Name}.", nameof(options));
            log.Latest = _shelf.Find(log.OriginHash);
        }
    }

    /// <summary>Makes the state of a witness that has cosigned nothing. To be done once, with its keys: who forgets may sign a fork.</summary>
    /// <exception cref="LogStateException">There is a state.</exception>
    public static void CreateState(string directory)
    {
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, WitnessStateFile.Name);
        if (File.Exists(path))
            throw WitnessStateFile.Damaged("it is there already.");
        string temporary = path + ".new";
        using (FileStream file = new(temporary, FileMode.Create))
        {
            file.Write(WitnessStateFile.FormatEmpty());
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path);
        DirectorySync.Flush(directory);
    }

    /// <summary>Opens a witness over the state that <see cref="CreateState"/> made.</summary>
    /// <exception cref="LogStateException">The state is damaged, or another process has it open.</exception>
    /// <exception cref="IOException">There is no state.</exception>
    public static LogWitness Open(WitnessOptions options) => Open(options, static path => new FileStorage(path));

    /// <summary>As the public one, over a storage that tests can break.</summary>
    internal static LogWitness Open(WitnessOptions options, Func<string, ISequenceStorage> openStorage)
    {
        ArgumentNullException.ThrowIfNull(options);
        FileStream directoryLock = TakeLock(options.DataDirectory);
        try
        {
            return new LogWitness(options, directoryLock, openStorage(Path.Combine(options.DataDirectory, WitnessStateFile.Name)));
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <summary>The size of the largest tree of a log that was cosigned; 0 if there is none.</summary>
    public ulong SizeOf(string origin) => _state.Find(Digest.Sha256(Encoding.UTF8.GetBytes(origin))).Size;

    /// <summary>The latest checkpoint of the log whose name has this SHA-256, in lower-case hexadecimal; null if none was cosigned.</summary>
    public byte[]? FindCheckpoint(string originHash) => _logs.Values.FirstOrDefault(log => log.OriginHash.ToString() == originHash)?.Latest;

    /// <summary>Answers a request to cosign.</summary>
    /// <exception cref="LogStoppedException">The disk failed: nothing is signed any more.</exception>
    public async Task<WitnessAnswer> AddCheckpointAsync(ReadOnlyMemory<byte> body)
    {
        if (!AddCheckpointRequest.TryParse(body.Span, out AddCheckpointRequest? request) || !SignedNote.TryParse(request.CheckpointNote.AsSpan(), out SignedNote? note))
            return WitnessAnswer.Refused(400, "not an add-checkpoint request");
        if (!Checkpoint.TryParseBodyUnverified(note.Text, out Checkpoint? checkpoint))
            return WitnessAnswer.Refused(400, "not a checkpoint");
        if (!_logs.TryGetValue(checkpoint.Origin, out WatchedLog? log))
            return WitnessAnswer.Refused(404, "a log that this witness does not know");
        if (note.Verify(log.Key) != NoteVerdict.Valid)
            return WitnessAnswer.Refused(403, "not signed by the log");
        if (request.OldSize > checkpoint.Size)
            return WitnessAnswer.Refused(400, "the old size is larger than the new");
        await log.Turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return await CosignAsync(log, request, note, checkpoint).ConfigureAwait(false);
        }
        finally
        {
            log.Turn.Release();
        }
    }

    /// <summary>Answers a request to sign a part of a tree that was cosigned; only with keys of a kind that can.</summary>
    public WitnessAnswer SignSubtree(ReadOnlyMemory<byte> body)
    {
        if (!SignSubtreeRequest.TryParse(body.Span, out SignSubtreeRequest? request) || !SignedNote.TryParse(request.CheckpointNote.AsSpan(), out SignedNote? note))
            return WitnessAnswer.Refused(400, "not a sign-subtree request");
        if (!Checkpoint.TryParseBodyUnverified(note.Text, out Checkpoint? checkpoint) || !SubtreeProof.IsSubtree(request.Start, request.End) || request.End > checkpoint.Size)
            return WitnessAnswer.Refused(400, "not a subtree of a checkpoint");
        if (!_logs.ContainsKey(checkpoint.Origin))
            return WitnessAnswer.Refused(404, "a log that this witness does not know");
        NoteVerdict[] own = [.. _options.Keys.Select(key => key.VerifierKey.Check(note, checkpoint, out _))];
        if (!own.Contains(NoteVerdict.Valid) || own.Contains(NoteVerdict.SignatureInvalid))
            return WitnessAnswer.Refused(403, "not cosigned by this witness");
        if (!SubtreeProof.VerifyConsistency(request.Start, request.End, checkpoint.Size, request.Root, checkpoint.Root, request.Proof.AsSpan()))
            return WitnessAnswer.Refused(422, "the proof does not lead from the subtree to the checkpoint");
        string lines = string.Concat(_options.Keys
            .Where(static key => key.VerifierKey.Algorithm == CosignatureAlgorithm.MlDsa44)
            .Select(key => SignedNote.FormatLine(key.CosignSubtree(checkpoint.Origin, request.Start, request.End, request.Root))));
        return lines.Length > 0 ? WitnessAnswer.Lines(lines) : WitnessAnswer.Refused(404, "this witness has no key that signs subtrees");
    }

    /// <summary>Ends what is under way, and lets go of the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        foreach (WatchedLog log in _logs.Values)
            await log.Turn.WaitAsync().ConfigureAwait(false);
        _state.Dispose();
        _shelf.Write(_logs.Values);
        foreach (WatchedLog log in _logs.Values)
            log.Dispose();
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The checks of the specification in its order, then the state, then the signature.</summary>
    private async Task<WitnessAnswer> CosignAsync(WatchedLog log, AddCheckpointRequest request, SignedNote note, Checkpoint checkpoint)
    {
        (ulong size, Digest root) = _state.Find(log.OriginHash);
        if (request.OldSize != size)
            return WitnessAnswer.Conflict(size);
        if (Contradiction(request, checkpoint, root) is { } contradiction)
            return WitnessAnswer.Refused(422, contradiction);
        if (checkpoint.Size > size)
            await _state.AdvanceAsync(log.OriginHash, checkpoint.Size, checkpoint.Root).ConfigureAwait(false);
        long now = _options.Time.GetUtcNow().ToUnixTimeSeconds();
        if (now <= 0)
            return WitnessAnswer.Refused(503, "the clock of this witness is wrong");
        // Durable: from here on there may be signatures.
        NoteSignature[] lines = [.. _options.Keys.Select(key => key.Cosign(note.Text, checkpoint, (ulong)now))];
        IEnumerable<NoteSignature> logLines = note.Signatures.Where(line => line.KeyHash == log.Key.KeyHash && line.Name == log.Key.Name);
        log.Latest = SignedNote.Format(note.Text, [.. logLines, .. lines]);
        return WitnessAnswer.Lines(string.Concat(lines.Select(SignedNote.FormatLine)));
    }

    /// <summary>Why a checkpoint does not continue the tree that was cosigned; null if it does.</summary>
    private static string? Contradiction(AddCheckpointRequest request, Checkpoint checkpoint, Digest root)
    {
        if (checkpoint.Size == 0 && checkpoint.Root != MerkleTree.EmptyRoot)
            return "an empty tree with another root than the empty one";
        if (request.OldSize == 0)
            return request.Proof.IsEmpty ? null : "a proof from the empty tree, which needs none";
        return MerkleProof.VerifyConsistency(request.OldSize, checkpoint.Size, root, checkpoint.Root, request.Proof.AsSpan())
            ? null
            : "the checkpoint does not continue the one that was cosigned";
    }

    private static FileStream TakeLock(string directory)
    {
        try
        {
            return new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new LogStateException("lock", $"another process is the witness in {directory}; stop it first.", error);
        }
    }
}
