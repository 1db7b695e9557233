using System.Globalization;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Transparency;

namespace OpenGradient.Interop;

/// <summary>What a log says of an entry: its promise (which covers the time), the proof of inclusion, and the checkpoint above it.</summary>
internal static class LogCheck
{
    /// <summary>The log of the trust root that an entry names; null if there is none whose key can be used.</summary>
    public static TrustedLog? Find(TrustRoot root, LogEntry entry) =>
        root.Logs.FirstOrDefault(log => log.Key is not null && log.Id.AsSpan().SequenceEqual(entry.LogId));

    /// <summary>Checks the signed promise: a signature of body, time, log and index as canonical JSON.</summary>
    public static EvidenceFault? CheckPromise(LogEntry entry, TrustedLog log)
    {
        // RFC 8785 of four members, whose values have one form.
        string signed = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"body":"{{Convert.ToBase64String(entry.Body)}}","integratedTime":{{entry.IntegratedTime}},"logID":"{{Convert.ToHexStringLower(entry.LogId)}}","logIndex":{{entry.LogIndex}}}""");
        return log.Key!.Verify(Encoding.UTF8.GetBytes(signed), entry.Promise, log.Key.Hash)
            ? null
            : new(EvidenceCode.PromiseInvalid, $"{entry.Path}.inclusionPromise", "the log did not sign this time, index and entry.");
    }

    /// <summary>Checks the proof of inclusion and the checkpoint that it leads to.</summary>
    public static EvidenceFault? CheckInclusion(LogEntry entry, LogInclusion proof, TrustedLog log)
    {
        Digest leaf = MerkleTree.HashLeaf(entry.Body);
        if (!MerkleProof.VerifyInclusion((ulong)proof.Index, (ulong)proof.TreeSize, leaf, proof.Path.AsSpan(), proof.Root))
            return new(EvidenceCode.InclusionInvalid, $"{entry.Path}.inclusionProof", "the hashes do not lead from the entry to the root.");
        return CheckCheckpoint(proof, log) is string reason
            ? new(EvidenceCode.CheckpointInvalid, $"{entry.Path}.inclusionProof.checkpoint", reason)
            : null;
    }

    private static string? CheckCheckpoint(LogInclusion proof, TrustedLog log)
    {
        if (!SignedNote.TryParse(Encoding.UTF8.GetBytes(proof.Checkpoint ?? ""), out SignedNote? note))
            return "it is no signed note: a text, an empty line, and lines of signatures.";
        // c2sp.org/tlog-checkpoint: origin, size and root, each on its line; others may follow.
        string[] lines = Encoding.UTF8.GetString(note.Text).Split('\n');
        if (lines.Length < 4 || lines[0].Length == 0 || lines[1] != proof.TreeSize.ToString(CultureInfo.InvariantCulture))
            return "it has no origin, or another size than the proof.";
        if (lines[2] != Convert.ToBase64String(proof.Root.AsSpan()))
            return "it has another root than the proof.";
        return CheckSignature(note, log) switch
        {
            NoteVerdict.Valid => null,
            NoteVerdict.SignatureMissing => $"the log {log.Name} did not sign it.",
            NoteVerdict.SignatureInvalid => $"the signature of the log {log.Name} does not verify.",
        };
    }

    /// <summary>Every line of the log's name and key must verify, and there must be one; lines of others are ignored.</summary>
    private static NoteVerdict CheckSignature(SignedNote note, TrustedLog log)
    {
        NoteVerdict verdict = NoteVerdict.SignatureMissing;
        foreach (NoteSignature signature in note.Signatures)
        {
            if (signature.KeyHash != log.KeyHash || signature.Name != log.Name)
                continue;
            if (!log.Key!.Verify(note.Text, signature.Signature.AsSpan(), log.Key.Hash))
                return NoteVerdict.SignatureInvalid;
            verdict = NoteVerdict.Valid;
        }

        return verdict;
    }
}
