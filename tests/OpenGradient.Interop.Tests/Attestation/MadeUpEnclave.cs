using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpenGradient.Interop.Tests.Attestation;

/// <summary>An authority of our own that attests what it is told to, in the form of AWS Nitro Enclaves, and the key of an enclave.</summary>
internal sealed class MadeUpEnclave : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly ECDsa _authority = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly ECDsa _leaf = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _certificate;
    private readonly byte[] _seed = RandomNumberGenerator.GetBytes(32);

    public MadeUpEnclave()
    {
        _root = Request("TEST root", _authority, isAuthority: true).CreateSelfSigned(Start, Start.AddYears(30));
        _certificate = Request("TEST enclave", _leaf, isAuthority: false).Create(_root.SubjectName, X509SignatureGenerator.CreateForECDsa(_authority), Start, Start.AddYears(30), [7]);
    }

    /// <summary>The authority's certificate.</summary>
    public string RootPem => _root.ExportCertificatePem();

    /// <summary>The enclave's key, as <c>openssl genpkey -algorithm ed25519</c> writes it.</summary>
    public string KeyPem => PemEncoding.WriteString("PRIVATE KEY", [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20, .. _seed]) + "\n";

    public void Dispose()
    {
        _authority.Dispose();
        _leaf.Dispose();
        _root.Dispose();
        _certificate.Dispose();
    }

    /// <summary>A document that names the enclave's key, and whatever is told of the issuer's.</summary>
    public byte[] Attest(byte[] issuer)
    {
        Assert.True(AirSigningKey.TryImportPem(KeyPem, out AirSigningKey? key));
        using (key)
        {
            byte[] payload = CborWriter.Encode(CborValue.Map(
                Entry("digest", CborValue.String("SHA384")),
                Entry("timestamp", CborValue.Integer(Start.AddDays(1).ToUnixTimeMilliseconds())),
                Entry("pcrs", CborValue.Map((0, Register(1)), (1, Register(2)), (2, Register(3)))),
                Entry("certificate", CborValue.ByteString(_certificate.RawData)),
                Entry("cabundle", CborValue.Array(CborValue.ByteString(_root.RawData))),
                Entry("public_key", CborValue.ByteString(key.PublicKey)),
                Entry("user_data", CborValue.ByteString(issuer))));
            return Sign(CborWriter.Encode(CborValue.Map((1, CborValue.Integer(-35)))), payload);
        }
    }

    private byte[] Sign(byte[] header, byte[] payload)
    {
        byte[] signed = CborWriter.Encode(CborValue.Array(CborValue.String("Signature1"), CborValue.ByteString(header), CborValue.ByteString(default), CborValue.ByteString(payload)));
        byte[] signature = _leaf.SignData(signed, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        CborValue none = CborValue.Map(System.Collections.Immutable.ImmutableArray<KeyValuePair<CborValue, CborValue>>.Empty);
        return CborWriter.Encode(CborValue.Array(CborValue.ByteString(header), none, CborValue.ByteString(payload), CborValue.ByteString(signature)));
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority) => new($"CN={name}", key, HashAlgorithmName.SHA384)
    {
        CertificateExtensions =
        {
            new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true),
            new X509KeyUsageExtension(isAuthority ? X509KeyUsageFlags.KeyCertSign : X509KeyUsageFlags.DigitalSignature, critical: true),
        },
    };

    private static KeyValuePair<CborValue, CborValue> Entry(string name, CborValue value) => new(CborValue.String(name), value);

    private static CborValue Register(byte value) => CborValue.ByteString(Enumerable.Repeat(value, 48).ToArray());
}
