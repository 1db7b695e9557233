using System.Buffers.Binary;
using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>A quote of Intel TDX, version 4 or 5, signed by ECDSA P-256 (Intel TDX DCAP quoting library API, "Quote Format").</summary>
/// <remarks>
/// <code>
/// header 48 ‖ (version 5: u16 type ‖ u32 length) ‖ body ‖ u32 length ‖ signature data     (little-endian; what stands behind is not looked at)
/// body: … attributes at 120 ‖ MRTD at 136 ‖ … RTMR0 to RTMR3 at 328 ‖ report data at 520 …
/// </code>
/// </remarks>
internal sealed class TdxQuote : AttestationDocument
{
    private const int HeaderBytes = 48;
    private const int DescriptorBytes = 6;
    private const int Body10Bytes = 584; // TD report of TDX 1.0
    private const int Body15Bytes = 648; // of TDX 1.5
    private const ushort EcdsaP256 = 2; // "attestation key type"
    private const uint TdxTee = 0x81; // "TEE type"

    private const int AttributesOffset = 120;
    private const int MrtdOffset = 136;
    private const int RtmrOffset = 328;
    private const int ReportDataOffset = 520;

    private readonly ReadOnlyMemory<byte> _signed;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly TdxSignature _signature;

    private TdxQuote(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> signed, ReadOnlyMemory<byte> body, TdxSignature signature)
        : base(bytes.Span)
    {
        _signed = signed;
        _body = body;
        _signature = signature;
        ImmutableArray<int> offsets = [MrtdOffset, .. Enumerable.Range(0, 4).Select(static index => RtmrOffset + (index * RegisterBytes))];
        Registers = [.. offsets.Select((offset, index) => ($"pcr{index}", body.Slice(offset, RegisterBytes)))];
    }

    public override string Platform => AirMeasurements.Tdx;

    /// <summary>Bit 0 of the attributes: the host may read and change the domain.</summary>
    public override bool IsDebug => (_body.Span[AttributesOffset] & 1) != 0;

    internal override ImmutableArray<(string Name, ReadOnlyMemory<byte> Value)> Registers { get; }

    private ReadOnlySpan<byte> ReportData => _body.Span.Slice(ReportDataOffset, 2 * Digest.SizeBytes);

    public static TdxQuote? Read(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.Length < HeaderBytes + DescriptorBytes || BinaryPrimitives.ReadUInt16LittleEndian(span[2..]) != EcdsaP256 || BinaryPrimitives.ReadUInt32LittleEndian(span[4..]) != TdxTee)
            return null;
        (int start, int length) = BinaryPrimitives.ReadUInt16LittleEndian(span) switch
        {
            4 => (HeaderBytes, Body10Bytes),
            5 => (HeaderBytes + DescriptorBytes, BodyBytes(span[HeaderBytes..])),
            _ => (0, 0),
        };
        int end = start + length;
        if (length == 0 || span.Length < end + sizeof(uint))
            return null;
        uint signatureBytes = BinaryPrimitives.ReadUInt32LittleEndian(span[end..]);
        ReadOnlyMemory<byte> rest = bytes[(end + sizeof(uint))..];
        if (signatureBytes > (uint)rest.Length)
            return null;
        ReadOnlyMemory<byte> data = rest[..(int)signatureBytes];
        return TdxSignature.Read(data) is { } signature ? new(bytes, bytes[..end], bytes[start..end], signature) : null;
    }

    public override bool BindsKey(ReadOnlySpan<byte> publicKey) => ReportData[..Digest.SizeBytes].SequenceEqual(Digest.Sha256(publicKey).AsSpan());

    public override bool BindsIssuer(Digest keyId) => ReportData[Digest.SizeBytes..].SequenceEqual(keyId.AsSpan());

    internal override AttestationFinding CheckSigner(ImmutableArray<Certificate> roots, DateTimeOffset time)
    {
        return _signature.Certificates() is [var leaf, .. var others] && _signature.Signs(_signed.Span, leaf)
            ? CheckPath(leaf, others, roots, time)
            : new(AttestationCode.AttestationSignature, "the quote is not signed by Intel's quoting enclave, vouched for by a platform's certificate in it");
    }

    private static int BodyBytes(ReadOnlySpan<byte> descriptor) => (BinaryPrimitives.ReadUInt16LittleEndian(descriptor), BinaryPrimitives.ReadUInt32LittleEndian(descriptor[2..])) switch
    {
        (2, Body10Bytes) => Body10Bytes,
        (3, Body15Bytes) => Body15Bytes,
        _ => 0,
    };
}
