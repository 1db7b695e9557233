using System.Buffers.Binary;
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
        Span<byte> labelLength = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(labelLength, (ushort)label.Length);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0x00]);
        hash.AppendData(salt);
        hash.AppendData([(byte)Kind.Length]);
        hash.AppendData(Encoding.ASCII.GetBytes(Kind));
        hash.AppendData(labelLength);
        hash.AppendData(label);
        hash.AppendData(Content.Span);
        return Digest.Finish(hash);
    }
}
