using System.Security.Cryptography;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>One part of an input or output: what can be shown while the rest stays hidden.</summary>
/// <param name="Kind">What the content is, one of <see cref="LeafKind"/>; a label.</param>
/// <param name="Label">Which one of its kind; at most 65,535 bytes of UTF-8.</param>
/// <param name="Content">The bytes.</param>
public sealed record CommitmentLeaf(string Kind, string Label, ReadOnlyMemory<byte> Content)
{
    /// <summary>The length of the salt of a leaf, in bytes.</summary>
    public const int SaltBytes = 16;

    /// <summary>Whether kind and label have the lengths that the encoding can hold.</summary>
    public bool IsWellFormed => TextForm.IsLabel(Kind) && Encoding.UTF8.GetByteCount(Label) <= ushort.MaxValue;

    /// <summary>The RFC 6962 leaf hash: SHA-256(00 ‖ salt ‖ len8(kind) ‖ kind ‖ len16(label) ‖ label ‖ content).</summary>
    /// <remarks>The lengths keep the parts apart: no two different leaves have the same bytes.</remarks>
    public Digest Hash(ReadOnlySpan<byte> salt)
    {
        byte[] label = Encoding.UTF8.GetBytes(Label);
        byte[] head =
        [
            0x00, .. salt,
            (byte)Kind.Length, .. Encoding.ASCII.GetBytes(Kind),
            (byte)(label.Length >> 8), (byte)(label.Length & 0xff), .. label,
        ];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        hash.AppendData(Content.Span);
        return Digest.Finish(hash);
    }
}
