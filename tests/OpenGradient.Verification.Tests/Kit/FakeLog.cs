using System.Collections.Immutable;
using NSec.Cryptography;
using OpenGradient.Primitives;
using OpenGradient.Transparency;

namespace OpenGradient.Tests;

/// <summary>A log of a few entries in memory, with a key that everybody knows.</summary>
internal sealed class FakeLog(string origin, string keyLabel) : IDisposable
{
    private readonly Key _key = Key.Import(
        SignatureAlgorithm.Ed25519, TestKeys.DigestOf(keyLabel).AsSpan(), KeyBlobFormat.RawPrivateKey);

    public static FakeLog Create() => new(SampleContent.Origin, "receipt-1 test key: log");

    public LogVerifierKey VerifierKey => LogVerifierKey.Create(origin, _key.PublicKey.Export(KeyBlobFormat.RawPublicKey));

    /// <summary>A proof that <paramref name="receipt"/> is entry <paramref name="index"/> of <paramref name="size"/>.</summary>
    public LogProof Prove(ReceiptId receipt, int index = 4, int size = 7)
    {
        Digest[] leaves = [.. Enumerable.Range(0, size).Select(LeafOf)];
        leaves[index] = LogProof.LeafHash(receipt);
        byte[] note = SignCheckpoint(origin, (ulong)size, MerkleTree.Root(leaves));
        return new LogProof((ulong)index, MerkleTree.ProveInclusion(index, leaves), [.. note], []);
    }

    /// <summary>A checkpoint with any origin, size and root, signed by this log's key under its name.</summary>
    public byte[] SignCheckpoint(string statedOrigin, ulong size, Digest root)
    {
        byte[] body = new Checkpoint(statedOrigin, size, root, []).FormatBody();
        ImmutableArray<byte> signature = [.. SignatureAlgorithm.Ed25519.Sign(_key, body)];
        return SignedNote.Format(body, new NoteSignature(origin, VerifierKey.KeyHash, signature));
    }

    public void Dispose() => _key.Dispose();

    private static Digest LeafOf(int index) => LogProof.LeafHash(new ReceiptId(TestKeys.DigestOf($"other receipt {index}")));
}
