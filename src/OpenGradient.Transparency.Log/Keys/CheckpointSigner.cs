using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>What a log signs its checkpoints with: its Ed25519 key and, if it has one, its second key, for ML-DSA-44 (spec/log-1 §1).</summary>
internal sealed class CheckpointSigner
{
    private readonly LogSigningKey _key;
    private readonly CosignerSigningKey? _second;

    /// <exception cref="ArgumentException">The second key has another name than the log, or is not one for ML-DSA-44.</exception>
    public CheckpointSigner(LogSigningKey key, CosignerSigningKey? second)
    {
        if (second is not null && (second.VerifierKey.Name != key.VerifierKey.Name || second.VerifierKey.Algorithm != CosignatureAlgorithm.MlDsa44))
            throw new ArgumentException($"The second key of {key.VerifierKey.Name} is one for ML-DSA-44 under the same name.", nameof(second));
        _key = key;
        _second = second;
    }

    /// <summary>The key that says whose checkpoint it is.</summary>
    public LogVerifierKey VerifierKey => _key.VerifierKey;

    /// <summary>Signs a checkpoint with each key; returns the note. The caller has made sure that it continues every one signed before.</summary>
    public byte[] Sign(ulong treeSize, Digest root) => Complete(_key.Sign(treeSize, root));

    /// <summary>A note of this log with the second key's line, if that was missing or wrong: a log may get that key late.</summary>
    public byte[] Complete(byte[] note)
    {
        if (_second is null || !SignedNote.TryParse(note, out SignedNote? signed) || !Checkpoint.TryParseBodyUnverified(signed.Text, out Checkpoint? checkpoint))
            return note;
        if (_second.VerifierKey.Check(signed, checkpoint, out _) == NoteVerdict.Valid)
            return note;
        // SPEC: the timestamp "MAY be zero if the cosigner doesn't make any statement as to the tree being the largest": a log states no time.
        NoteSignature line = _second.Cosign(signed.Text, checkpoint, timestamp: 0);
        return SignedNote.Format(signed.Text, [.. signed.Signatures.Where(IsFirst), line, .. signed.Signatures.Where(other => !IsOwn(other))]);
    }

    /// <summary>The note with this log's own lines, and with those of others that are given.</summary>
    public byte[] WithLines(byte[] note, IEnumerable<NoteSignature> others) => SignedNote.TryParse(note, out SignedNote? signed)
        ? SignedNote.Format(signed.Text, [.. signed.Signatures.Where(IsOwn), .. others.Where(line => !IsOwn(line))])
        : note;

    private bool IsOwn(NoteSignature line) => IsFirst(line) || (_second is { VerifierKey: { } second } && line.KeyHash == second.KeyHash && line.Name == second.Name);

    private bool IsFirst(NoteSignature line) => line.KeyHash == VerifierKey.KeyHash && line.Name == VerifierKey.Name;
}
