using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;
using OpenGradient.Transparency;

namespace OpenGradient.Verification.Tests;

/// <summary>What can be wrong with a log's key, proof and checkpoint.</summary>
internal static class LogVectors
{
    public static IEnumerable<VectorCase> Cases() => [.. Keys(), .. Proofs(), .. Checkpoints()];

    private static IEnumerable<VectorCase> Keys()
    {
        string vkey = Sample.Log.VerifierKey.ToString();
        using FakeLog other = new(SampleContent.Origin, "receipt-1 test key: another log");
        using FakeLog renamed = new("other.example/log", "receipt-1 test key: log");
        yield return Case("log-key-not-a-key", "Not a verifier key.", "log-key-malformed", vkey: "log");
        yield return Case("log-key-wrong-hash", "The key hash is not the key's.", "log-key-malformed", vkey: vkey.Replace('+' + $"{Sample.Log.VerifierKey.KeyHash:x8}", "+00000000", StringComparison.Ordinal));
        yield return Case("log-key-type", "A key of another algorithm.", "log-key-malformed", vkey: RawKey(0x02, TestKeys.DigestOf("key").ToArray()));
        yield return Case("log-key-small-order", "A key under which one signature fits every text.", "log-key-malformed", vkey: RawKey(0x01, [1, .. new byte[31]]));
        yield return Case("log-key-not-canonical", "A second encoding of a key: y is p + 1.", "log-key-malformed", vkey: RawKey(0x01, [0xee, .. Enumerable.Repeat((byte)0xff, 30), 0x7f]));
        yield return Case("log-key-of-another-log", "A log of the forger's own, under the same name.", "log-key-mismatch", vkey: other.VerifierKey.ToString());
        yield return Case("log-key-renamed", "The right key under another name.", "log-key-mismatch", vkey: renamed.VerifierKey.ToString());
        yield return new("log-key-missing", "A proof without a key.", Edited(static json => JsonEdit.Delete(json, "evidence/1/vkey")), "log:log-key-malformed");
    }

    private static IEnumerable<VectorCase> Proofs()
    {
        LogProof proof = Prove();
        string file = Encoding.UTF8.GetString(proof.Format());
        yield return new("log-proof-missing-member", "Evidence without a proof.", Edited(static json => JsonEdit.Delete(json, "evidence/1/proof")), "log:log-proof-malformed");
        yield return new("log-proof-not-base64", "No base64.", Edited(static json => JsonEdit.Replace(json, "evidence/1/proof", JsonValue.String("*"))), "log:log-proof-malformed");
        yield return Case("log-proof-version", "Another version.", "log-proof-malformed", file.Replace("proof@v1", "proof@v2", StringComparison.Ordinal));
        yield return Case("log-proof-index-zero", "An index with a leading zero.", "log-proof-malformed", file.Replace("index 4", "index 04", StringComparison.Ordinal));
        yield return Case("log-proof-short-hash", "A hash of 31 bytes.", "log-proof-malformed", file.Replace(Convert.ToBase64String(proof.Path[0].AsSpan()), Convert.ToBase64String(new byte[31]), StringComparison.Ordinal));
        yield return Case("accept-log-proof-extra", "Extra data is ignored.", "ok", file.Replace("index 4", "extra AAEC\nindex 4", StringComparison.Ordinal));
        yield return Case("log-inclusion-index", "Another index.", "log-inclusion-invalid", file.Replace("index 4", "index 5", StringComparison.Ordinal));
        yield return Case("log-inclusion-index-outside", "An index outside the tree.", "log-inclusion-invalid", file.Replace("index 4", "index 7", StringComparison.Ordinal));
        yield return Case("log-inclusion-path-short", "A path with a hash too few.", "log-inclusion-invalid", Text(proof with { Path = proof.Path[..^1] }));
        yield return Case("log-inclusion-path-long", "A path with a hash too many.", "log-inclusion-invalid", Text(proof with { Path = [.. proof.Path, proof.Path[0]] }));
        yield return Case("log-inclusion-of-another", "The proof of another receipt of the same log.", "log-inclusion-invalid", Text(Sample.Log.Prove(Receipt.Create(Sample.ChatContent).Id)));
        yield return Case("accept-log-of-one", "The only entry of a log: the path is empty.", "ok", Text(Sample.Log.Prove(Receipt.Create(Sample.TensorContent).Id, 0, 1)));
    }

    private static IEnumerable<VectorCase> Checkpoints()
    {
        LogProof proof = Prove();
        string note = Encoding.UTF8.GetString(proof.CheckpointNote.AsSpan());
        Digest root = RootOf(note);
        using FakeLog other = new(SampleContent.Origin, "receipt-1 test key: another log");
        byte[] byOther = other.SignCheckpoint(SampleContent.Origin, 7, root);
        yield return Checkpoint("checkpoint-not-a-note", "No signed note.", "checkpoint-malformed", note[..^1]);
        yield return Checkpoint("checkpoint-origin", "A checkpoint of another log that the same key signed.", "checkpoint-malformed", Sample.Log.SignCheckpoint("other.example/log", 7, root));
        yield return Checkpoint("checkpoint-size-zero", "A size with a leading zero.", "checkpoint-malformed", note.Replace("\n7\n", "\n07\n", StringComparison.Ordinal));
        yield return Checkpoint("checkpoint-signed-by-another", "A root that only another log signed.", "checkpoint-signature-missing", byOther);
        yield return Checkpoint("checkpoint-size-changed", "A size that was changed after signing.", "checkpoint-signature-invalid", note.Replace("\n7\n", "\n8\n", StringComparison.Ordinal));
        yield return Checkpoint("checkpoint-extension-added", "A line that was added after signing.", "checkpoint-signature-invalid", note.Replace("\n\n", "\nextension\n\n", StringComparison.Ordinal));
        yield return Checkpoint("checkpoint-two-lines-one-bad", "Two lines by the log, of which one does not verify.", "checkpoint-signature-invalid", note + BadLine(note));
        yield return Checkpoint("accept-checkpoint-cosigned", "Lines by other keys are ignored.", "ok", note + Encoding.UTF8.GetString(byOther).Split("\n\n")[1]);
    }

    private static VectorCase Checkpoint(string name, string why, string code, string note) => Checkpoint(name, why, code, Encoding.UTF8.GetBytes(note));

    private static VectorCase Checkpoint(string name, string why, string code, byte[] note) =>
        Case(name, why, code, Text(Prove() with { CheckpointNote = [.. note] }));

    private static VectorCase Case(string name, string why, string code, string? proof = null, string? vkey = null)
    {
        Bundle bundle = Sample.Tensor();
        Evidence evidence = Evidence.LogProof(vkey ?? Sample.Log.VerifierKey.ToString(), Encoding.UTF8.GetBytes(proof ?? Text(Prove())));
        return new(name, why, bundle with { Evidence = [bundle.Evidence[0], evidence] }, $"log:{code}");
    }

    private static LogProof Prove() => Sample.Log.Prove(Receipt.Create(Sample.TensorContent).Id);

    private static string Text(LogProof proof) => Encoding.UTF8.GetString(proof.Format());

    private static Digest RootOf(string note) => new(Convert.FromBase64String(note.Split('\n')[2]));

    /// <summary>The log's own line with one bit of the signature changed.</summary>
    private static string BadLine(string note)
    {
        string line = note.Split("\n\n")[1].TrimEnd('\n');
        int space = line.LastIndexOf(' ');
        byte[] signature = Convert.FromBase64String(line[(space + 1)..]);
        signature[20] ^= 1;
        return $"{line[..space]} {Convert.ToBase64String(signature)}\n";
    }

    private static string RawKey(byte type, byte[] key)
    {
        byte[] typed = [type, .. key];
        Digest hash = Digest.Sha256([.. Encoding.UTF8.GetBytes(SampleContent.Origin + "\n"), .. typed]);
        return $"{SampleContent.Origin}+{hash.ToString()[..8]}+{Convert.ToBase64String(typed)}";
    }

    private static byte[] Edited(Func<JsonValue, JsonValue> edit) => CanonicalJson.Serialize(edit(JsonEdit.Parse(Sample.Tensor().ToBytes())));
}
