using System.Buffers.Binary;
using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>Who signed a quote: the key of the quoting enclave, that enclave's report, and the platform's certificates.</summary>
/// <remarks>
/// <code>
/// r ‖ s 64 ‖ key 64 ‖ u16 6 ‖ u32 length ‖ [ report 384 ‖ r ‖ s 64 ‖ u16 length ‖ data ‖ u16 5 ‖ u32 length ‖ certificates in PEM ]
/// </code>
/// <b>Does not establish</b> that the quoting enclave is Intel's newest, or that the platform's firmware is up to date: that is in collateral which Intel dates, and which is not looked at.
/// </remarks>
internal sealed class TdxSignature
{
    private const int SignatureBytes = 64;
    private const ushort ReportAndMore = 6; // DCAP, "certification data type"
    private const ushort CertificateChain = 5;

    private readonly ReadOnlyMemory<byte> _signature;
    private readonly ReadOnlyMemory<byte> _key;
    private readonly QuotingEnclaveReport _report;
    private readonly ReadOnlyMemory<byte> _reportSignature;
    private readonly ReadOnlyMemory<byte> _data;
    private readonly ReadOnlyMemory<byte> _certificates;

    private TdxSignature(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> certification, ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> certificates)
    {
        _signature = bytes[..SignatureBytes];
        _key = bytes.Slice(SignatureBytes, SignatureBytes);
        _report = new(certification[..QuotingEnclaveReport.SizeBytes]);
        _reportSignature = certification.Slice(QuotingEnclaveReport.SizeBytes, SignatureBytes);
        _data = data;
        _certificates = certificates;
    }

    public static TdxSignature? Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 2 * SignatureBytes || !TryReadPart(bytes[(2 * SignatureBytes)..], ReportAndMore, out ReadOnlyMemory<byte> certification))
            return null;
        if (certification.Length < QuotingEnclaveReport.SizeBytes + SignatureBytes + sizeof(ushort))
            return null;
        ReadOnlyMemory<byte> rest = certification[(QuotingEnclaveReport.SizeBytes + SignatureBytes + sizeof(ushort))..];
        int length = BinaryPrimitives.ReadUInt16LittleEndian(certification.Span[(QuotingEnclaveReport.SizeBytes + SignatureBytes)..]);
        return length <= rest.Length && TryReadPart(rest[length..], CertificateChain, out ReadOnlyMemory<byte> certificates)
            ? new(bytes, certification, rest[..length], certificates)
            : null;
    }

    /// <summary>The platform's certificate first; empty where they cannot be read.</summary>
    /// <remarks>Quoting libraries of Intel end the text with a zero.</remarks>
    public ImmutableArray<Certificate> Certificates() =>
        Certificate.TryParseAll(_certificates[.._certificates.Span.TrimEnd((byte)0).Length], out ImmutableArray<Certificate> certificates) ? certificates : [];

    /// <summary>The platform's key signed the report of Intel's quoting enclave, which names the key that signed the quote.</summary>
    public bool Signs(ReadOnlySpan<byte> quote, Certificate platform)
    {
        if (platform.Key is not { Kind: PublicKeyKind.EcdsaP256 } key || !key.VerifyFixed(_report.Bytes.Span, _reportSignature.Span))
            return false;
        bool isNamed = _report.IsOfIntel && _report.KeyHash.SequenceEqual(Digest.Sha256([.. _key.Span, .. _data.Span]).AsSpan());
        return isNamed && ForeignKey.TryParse((byte[])[.. P256PublicKey.SpkiPrefix, .. _key.Span], out ForeignKey? quoting) && quoting.VerifyFixed(quote, _signature.Span);
    }

    private static bool TryReadPart(ReadOnlyMemory<byte> bytes, ushort type, out ReadOnlyMemory<byte> content)
    {
        content = default;
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.Length < sizeof(ushort) + sizeof(uint) || BinaryPrimitives.ReadUInt16LittleEndian(span) != type)
            return false;
        ReadOnlyMemory<byte> rest = bytes[(sizeof(ushort) + sizeof(uint))..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(span[sizeof(ushort)..]) != (uint)rest.Length)
            return false;
        content = rest;
        return true;
    }
}
