using System.Collections.Immutable;
using NSec.Cryptography;

namespace OpenGradient.Transparency.Tests.Notes;

/// <summary>Signs notes with keys made from a seed.</summary>
internal static class NoteKit
{
    public static Key PrivateKey(byte seed) =>
        Key.Import(SignatureAlgorithm.Ed25519, [.. Enumerable.Repeat(seed, 32)], KeyBlobFormat.RawPrivateKey);

    public static LogVerifierKey PublicKey(byte seed, string name) =>
        LogVerifierKey.Create(name, PrivateKey(seed).PublicKey.Export(KeyBlobFormat.RawPublicKey));

    public static NoteSignature Sign(byte seed, string name, ReadOnlySpan<byte> text)
    {
        ImmutableArray<byte> signature = [.. SignatureAlgorithm.Ed25519.Sign(PrivateKey(seed), text)];
        return new NoteSignature(name, PublicKey(seed, name).KeyHash, signature);
    }

    public static byte[] Note(string text, byte seed = 1, string name = "example.com/log")
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return SignedNote.Format(bytes, Sign(seed, name, bytes));
    }
}
