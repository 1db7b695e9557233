using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>The first 48 bytes of a sequence file: which log it belongs to.</summary>
/// <remarks><code>magic "OGSEQ-1\n" | SHA-256(verifier key text) | 8 zero bytes</code></remarks>
internal static class SequenceHeader
{
    public const int Bytes = SequenceRecord.Bytes;

    public static byte[] Format(LogVerifierKey key) =>
        [.. Magic, .. Digest.Sha256(Encoding.UTF8.GetBytes(key.ToString())).AsSpan(), .. new byte[Bytes - Magic.Length - Digest.SizeBytes]];

    private static ReadOnlySpan<byte> Magic => "OGSEQ-1\n"u8;
}
