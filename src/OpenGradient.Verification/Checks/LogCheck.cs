using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Transparency;

namespace OpenGradient.Verification;

/// <summary>The row <c>log</c> (receipt-1 §5.3).</summary>
/// <remarks>Establishes that the log signed a tree that holds the receipt. Does not establish that it shows everyone the same tree: see <see cref="WitnessCheck"/>.</remarks>
internal static class LogCheck
{
    public static LogFinding Check(Bundle bundle, Receipt receipt)
    {
        if (bundle.Evidence.FirstOrDefault(static evidence => evidence.Type == Evidence.LogProofType) is not Evidence evidence)
            return Fail(VerificationCode.LogProofMissing, "The bundle has no log proof.");
        evidence.Json.TryGetString("vkey", out string? vkey);
        if (!LogVerifierKey.TryParse(vkey, out LogVerifierKey? key))
            return Fail(VerificationCode.LogKeyMalformed, "The log's key is not an Ed25519 verifier key.");
        LogStatement log = receipt.Content.Log;
        if (key.KeyDigest != log.Key)
            return Fail(VerificationCode.LogKeyMismatch, $"The log's key has the digest {key.KeyDigest}; the receipt names {log.Key}.");
        if (key.Name != log.Origin)
            return Fail(VerificationCode.LogKeyMismatch, $"The log's key is not named {log.Origin}.");
        if (!TryReadProof(evidence, out LogProof? proof))
            return Fail(VerificationCode.LogProofMalformed, "The proof is not a tlog-proof@v1 file.");
        return Check(proof!, key, receipt);
    }

    private static LogFinding Check(LogProof proof, LogVerifierKey key, Receipt receipt)
    {
        CheckpointError error = Checkpoint.TryOpen(proof.CheckpointNote.AsSpan(), key, out Checkpoint? checkpoint);
        if (checkpoint is null)
            return Refuse(error, key);
        if (!proof.VerifyInclusion(LogProof.LeafHash(receipt.Id), checkpoint))
        {
            return Fail(
                VerificationCode.LogInclusionInvalid,
                $"The path does not lead from this receipt at index {proof.Index} to the root of the {checkpoint.Size} entries.");
        }

        string reason = $"Entry {proof.Index} of {checkpoint.Size} in {checkpoint.Origin}.";
        return new LogFinding(new(RowKind.Log, VerificationCode.Ok, reason), proof.Index, checkpoint.Size, key, proof.CheckpointNote);
    }

    private static LogFinding Refuse(CheckpointError error, LogVerifierKey key) => error switch
    {
        CheckpointError.NoteMalformed => Fail(VerificationCode.CheckpointMalformed, "The checkpoint is not a signed note."),
        CheckpointError.None or CheckpointError.BodyMalformed => Fail(
            VerificationCode.CheckpointMalformed, "The signed note is not a checkpoint."),
        CheckpointError.OriginMismatch => Fail(VerificationCode.CheckpointMalformed, $"The checkpoint is not one of {key.Name}."),
        CheckpointError.SignatureMissing => Fail(
            VerificationCode.CheckpointSignatureMissing, $"No signature of the checkpoint is by {key.Name}."),
        CheckpointError.SignatureInvalid => Fail(
            VerificationCode.CheckpointSignatureInvalid, $"The signature of the checkpoint is not that of {key.Name} over it."),
    };

    private static bool TryReadProof(Evidence evidence, out LogProof? proof)
    {
        proof = null;
        return evidence.Json.TryGetString("proof", out string? text)
            && CanonicalBase64.TryDecode(text, out byte[] file)
            && LogProof.TryParse(file, out proof);
    }

    private static LogFinding Fail(VerificationCode code, string reason) => new(new(RowKind.Log, code, reason));
}
