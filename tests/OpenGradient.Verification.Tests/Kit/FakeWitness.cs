using OpenGradient.Transparency;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Tests;

/// <summary>Witnesses whose keys everybody knows: the seed is the SHA-256 of a label. For tests and vectors only.</summary>
internal static class FakeWitness
{
    public const ulong Time = SampleContent.IssuedAt + 1;

    public static CosignerSigningKey Create(string name, CosignatureAlgorithm algorithm = CosignatureAlgorithm.Ed25519) =>
        CosignerSigningKey.FromSeed($"{name}.example/witness", algorithm, TestKeys.DigestOf($"receipt-1 test key: witness {name}").ToArray());

    /// <summary>The note with a line more.</summary>
    public static byte[] Cosign(this CosignerSigningKey key, byte[] note, ulong timestamp = Time)
    {
        if (!SignedNote.TryParse(note, out SignedNote? signed) || !Checkpoint.TryParseBodyUnverified(signed.Text, out Checkpoint? checkpoint))
            throw new ArgumentException("Not a checkpoint.", nameof(note));
        return SignedNote.Format(signed.Text, [.. signed.Signatures, key.Cosign(signed.Text, checkpoint, timestamp)]);
    }
}
