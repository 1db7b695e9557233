using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>An attestation document of AWS Nitro Enclaves: a COSE_Sign1 by ES384 over a map (aws-nitro-enclaves-nsm-api, docs/attestation_process.md).</summary>
/// <remarks>
/// <code>
/// [ &lt;&lt; { 1: -35 } &gt;&gt;, {}, &lt;&lt; { "module_id", "digest": "SHA384", "timestamp", "pcrs", "certificate", "cabundle", "public_key", "user_data", "nonce" } &gt;&gt;, r ‖ s ]
/// </code>
/// The module writes keys in an order of its own, and newer versions maps without a length. A document of NitroTPM has <c>nitrotpm_pcrs</c>, and is none of these.
/// </remarks>
internal sealed class NitroDocument : AttestationDocument
{
    private const ulong Sign1Tag = 18;
    private const long Es384 = -35; // RFC 9053 §2.1
    private const ulong MaximumTimestamp = 253_402_300_799_999; // the last millisecond that a date can be
    private const ulong LastRegister = 31;

    private static readonly ImmutableArray<ulong> AirRegisters = [0, 1, 2, 3, 4, 8];

    private readonly CborValue _payload;
    private readonly ImmutableArray<CborValue> _message;
    private readonly Certificate _certificate;
    private readonly DateTimeOffset _time;

    private NitroDocument(ReadOnlyMemory<byte> bytes, ImmutableArray<CborValue> message, CborValue payload, Certificate certificate, ulong timestamp)
        : base(bytes.Span)
    {
        _message = message;
        _payload = payload;
        _certificate = certificate;
        _time = DateTimeOffset.FromUnixTimeMilliseconds((long)timestamp);
        Registers = [.. AirRegisters.Select(register => (Name: $"pcr{register}", Value: Register(payload, register))).Where(static entry => !entry.Value.IsEmpty)];
    }

    public override string Platform => AirMeasurements.Nitro;

    /// <summary>An enclave in debug mode has zeros where its image, kernel and application would be.</summary>
    public override bool IsDebug => Registers.Take(3).All(static register => !register.Value.Span.ContainsAnyExcept((byte)0));

    internal override ImmutableArray<(string Name, ReadOnlyMemory<byte> Value)> Registers { get; }

    public static NitroDocument? Read(ReadOnlyMemory<byte> bytes)
    {
        if (!CborReader.TryReadAnyOrder(bytes, out CborValue? item))
            return null;
        CborValue message = item is { Kind: CborKind.Tag, Argument: Sign1Tag } ? item.Items[0] : item;
        if (message.Kind != CborKind.Array || message.Items is not [{ Kind: CborKind.Bytes } head, { Kind: CborKind.Map, Entries.IsEmpty: true }, { Kind: CborKind.Bytes } payload, { Kind: CborKind.Bytes }])
            return null;
        bool isEs384 = CborReader.TryReadAnyOrder(head.Bytes, out CborValue? header) && header.Entries is [var entry] && entry.Key.IsInteger(CoseLabel.Algorithm) && entry.Value.IsInteger(Es384);
        return isEs384 && CborReader.TryReadAnyOrder(payload.Bytes, out CborValue? map) ? Read(bytes, message.Items, map) : null;
    }

    public override bool BindsKey(ReadOnlySpan<byte> publicKey) => TryGetBytes("public_key", out ReadOnlyMemory<byte> bytes) && bytes.Span.SequenceEqual(publicKey);

    public override bool BindsIssuer(Digest keyId) => TryGetBytes("user_data", out ReadOnlyMemory<byte> bytes) && bytes.Span.SequenceEqual(keyId.AsSpan());

    /// <remarks>The certificate lives for three hours: it has to have been valid when the document says that it was made.</remarks>
    internal override AttestationFinding CheckSigner(ImmutableArray<Certificate> roots, DateTimeOffset time)
    {
        byte[] signed = CoseSign1.ToBeSigned(_message[0].Bytes, _message[2].Bytes);
        if (_certificate.Key is not { Kind: PublicKeyKind.EcdsaP384 } key || !key.VerifyFixed(signed, _message[3].Bytes.Span))
            return new(AttestationCode.AttestationSignature, "the document is not signed by the key of its certificate");
        ImmutableArray<Certificate> others = [.. Bundle().Select(static der => Certificate.TryParse(der.Bytes, out Certificate? certificate) ? certificate : null).OfType<Certificate>()];
        return CheckPath(_certificate, others, roots, _time);
    }

    private static NitroDocument? Read(ReadOnlyMemory<byte> bytes, ImmutableArray<CborValue> message, CborValue payload)
    {
        bool isWhole = payload.TryGet("digest", out CborValue? digest) & payload.TryGet("timestamp", out CborValue? timestamp) & payload.TryGet("pcrs", out CborValue? registers)
            & payload.TryGet("certificate", out CborValue? certificate) & payload.TryGet("cabundle", out CborValue? bundle);
        if (!isWhole || digest!.Text != "SHA384" || timestamp!.Kind != CborKind.Unsigned || timestamp.Argument is 0 or > MaximumTimestamp || bundle!.Kind != CborKind.Array)
            return null;
        bool isMeasured = registers!.Kind == CborKind.Map && registers.Entries.All(static entry => entry.Key is { Kind: CborKind.Unsigned, Argument: <= LastRegister } && entry.Value.Bytes.Length == RegisterBytes);
        if (!isMeasured || Register(payload, 0).IsEmpty || Register(payload, 1).IsEmpty || Register(payload, 2).IsEmpty)
            return null;
        return certificate!.Kind == CborKind.Bytes && Certificate.TryParse(certificate.Bytes, out Certificate? signer) ? new(bytes, message, payload, signer, timestamp.Argument) : null;
    }

    private static ReadOnlyMemory<byte> Register(CborValue payload, ulong index) =>
        payload.TryGet("pcrs", out CborValue? registers) && registers.TryGet((long)index, out CborValue? value) ? value.Bytes : default;

    private ImmutableArray<CborValue> Bundle() => _payload.TryGet("cabundle", out CborValue? bundle) ? bundle.Items : [];

    private bool TryGetBytes(string name, out ReadOnlyMemory<byte> bytes)
    {
        bytes = _payload.TryGet(name, out CborValue? value) ? value.Bytes : default;
        return !bytes.IsEmpty;
    }
}
