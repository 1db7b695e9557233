using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace OpenGradient.Primitives;

/// <summary>A P-256 public key, named by the SHA-256 of its SubjectPublicKeyInfo (RFC 5480).</summary>
/// <remarks>Accepts only the one 91-byte DER form with a named curve and an uncompressed point that lies on it. Thread-safe.</remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A public key holds no secret, and what it holds of the platform's memory ends with it.")]
public sealed class P256PublicKey
{
    /// <summary>The length of the SubjectPublicKeyInfo, in bytes.</summary>
    public const int SpkiBytes = 91;

    /// <summary>The length of a signature r ‖ s, in bytes.</summary>
    public const int SignatureBytes = P256.SignatureBytes;

    private readonly byte[] _spki;
    private readonly ECParameters _parameters;
    private readonly Lock _gate = new();
    private ECDsa? _platformKey;

    private P256PublicKey(byte[] spki, ECParameters parameters)
    {
        _spki = spki;
        _parameters = parameters;
        KeyId = Digest.Sha256(spki);
    }

    /// <summary>What every SubjectPublicKeyInfo of this form begins with, before the coordinates: SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING { 04 … (RFC 5480 §2).</summary>
    public static ReadOnlySpan<byte> SpkiPrefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
        0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    /// <summary>SHA-256 of the SubjectPublicKeyInfo.</summary>
    public Digest KeyId { get; }

    /// <summary>The DER bytes of the SubjectPublicKeyInfo.</summary>
    public ReadOnlySpan<byte> Spki => _spki;

    /// <summary>Reads a SubjectPublicKeyInfo; refuses every other key type, form and length.</summary>
    public static bool TryParse(ReadOnlySpan<byte> spki, [NotNullWhen(true)] out P256PublicKey? key)
    {
        key = null;
        if (spki.Length != SpkiBytes || !spki.StartsWith(SpkiPrefix))
            return false;
        ReadOnlySpan<byte> point = spki[SpkiPrefix.Length..];
        if (!P256.IsOnCurve(point[..32], point[32..]))
            return false; // the platform refuses such a point by throwing, and so late that every key would be imported twice
        key = new P256PublicKey(spki.ToArray(), new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[..32].ToArray(), Y = point[32..].ToArray() },
        });
        return true;
    }

    /// <summary>Whether <paramref name="signature"/> (r ‖ s, low-S) is this key's ECDSA signature of SHA-256(<paramref name="message"/>).</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        SignatureForm(signature) == P256SignatureForm.LowS && VerifyAnyS(message, signature);

    /// <summary>Whether <paramref name="signature"/> (r ‖ s, low-S) is this key's ECDSA signature of a digest that is already made, by whatever hash function.</summary>
    public bool VerifyDigest(Digest digest, ReadOnlySpan<byte> signature)
    {
        if (SignatureForm(signature) != P256SignatureForm.LowS)
            return false;
        lock (_gate)
            return PlatformKey.VerifyHash(digest.AsSpan(), signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Judges a signature by its form alone; only <see cref="P256SignatureForm.LowS"/> can verify.</summary>
    public static P256SignatureForm SignatureForm(ReadOnlySpan<byte> signature) => P256.FormOf(signature);

    /// <summary>As <see cref="Verify"/>, but takes the high-S twin too; for vectors from outside only.</summary>
    internal bool VerifyAnyS(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        lock (_gate)
            return PlatformKey.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>The key in the platform's form, for whoever holds the gate. Made once: the platform checks the point by multiplying it, which takes as long as a verification, and a stream has one for every segment.</summary>
    private ECDsa PlatformKey => _platformKey ??= ECDsa.Create(_parameters);
}
