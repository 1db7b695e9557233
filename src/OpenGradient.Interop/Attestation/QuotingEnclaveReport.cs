using System.Buffers.Binary;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>What a platform says about the enclave that signs quotes (interop-1 §4.2; Intel SDM volume 3D, "REPORT").</summary>
/// <remarks>
/// <code>
/// … MISCSELECT at 16 … ATTRIBUTES at 48 … MRSIGNER at 128 … u16 ISVPRODID at 256 … report data at 320     (little-endian)
/// </code>
/// <b>Does not establish</b> that it is Intel's newest.
/// </remarks>
/// <param name="Bytes">The 384 bytes of the report.</param>
internal readonly record struct QuotingEnclaveReport(ReadOnlyMemory<byte> Bytes)
{
    public const int SizeBytes = 384;

    private const int MiscOffset = 16;
    private const int FlagsOffset = 48;
    private const int SignerOffset = 128;
    private const int ProductOffset = 256;
    private const int DataOffset = 320;

    private const ulong Flags = 0x11; // initialized, and may certify keys
    private const ulong FreeFlags = 0x04; // of 64 bits
    private const ushort Product = 2; // of this signer the one for quotes of TDX

    /// <summary>SHA-256 of the key that the enclave signs quotes with, and of what it was given beside that.</summary>
    public ReadOnlySpan<byte> KeyHash => Bytes.Span.Slice(DataOffset, Digest.SizeBytes);

    /// <summary>Whether it is the enclave that Intel publishes as <c>TD_QE</c>, and nobody looks into it.</summary>
    /// <remarks>A platform vouches for the key of any enclave that its owner lets certify keys: without this, an owner could have quotes of its own making signed.</remarks>
    public bool IsOfIntel =>
        Bytes.Span.Slice(SignerOffset, Digest.SizeBytes).SequenceEqual(Signer)
        && BinaryPrimitives.ReadUInt16LittleEndian(Bytes.Span[ProductOffset..]) == Product
        && BinaryPrimitives.ReadUInt32LittleEndian(Bytes.Span[MiscOffset..]) == 0
        && (BinaryPrimitives.ReadUInt64LittleEndian(Bytes.Span[FlagsOffset..]) & ~FreeFlags) == Flags;

    /// <summary>The digest of the key that Intel signs its quoting enclaves for TDX with (its provisioning service, <c>/tdx/certification/v4/qe/identity</c>).</summary>
    private static ReadOnlySpan<byte> Signer =>
    [
        0xdc, 0x9e, 0x2a, 0x7c, 0x6f, 0x94, 0x8f, 0x17, 0x47, 0x4e, 0x34, 0xa7, 0xfc, 0x43, 0xed, 0x03, 0x0f, 0x7c, 0x15, 0x63, 0xf1, 0xba, 0xbd, 0xdf, 0x63, 0x40, 0xc8, 0x2e, 0x0e, 0x54, 0xa8, 0xc5,
    ];
}
