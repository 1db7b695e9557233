using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using OpenGradient.Primitives;
using OpenGradient.Transparency;

namespace OpenGradient.Interop;

/// <summary>A public key of somebody else's system, as a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) tells it.</summary>
/// <remarks>
/// Total: any bytes are a key or none, any signature verifies or does not. ECDSA takes both twins of a signature, as everybody does
/// outside of receipts, but only its strict DER form.
/// </remarks>
public sealed class ForeignKey
{
    private const int MaximumSpkiBytes = 2048;

    private readonly byte[] _key;

    private ForeignKey(PublicKeyKind kind, byte[] spki, byte[] key)
    {
        Kind = kind;
        Spki = spki;
        _key = key;
        Id = Digest.Sha256(spki);
    }

    /// <summary>What kind of key it is.</summary>
    public PublicKeyKind Kind { get; }

    /// <summary>The DER bytes of the SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> Spki { get; }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo.</summary>
    public Digest Id { get; }

    /// <summary>The hash that goes with the key where nothing names one: that of the curve's length.</summary>
    public HashAlgorithmName Hash => Kind switch
    {
        PublicKeyKind.EcdsaP384 => HashAlgorithmName.SHA384,
        PublicKeyKind.EcdsaP521 => HashAlgorithmName.SHA512,
        PublicKeyKind.EcdsaP256 or PublicKeyKind.Rsa => HashAlgorithmName.SHA256,
        PublicKeyKind.Ed25519 => HashAlgorithmName.SHA512,
    };

    /// <summary>The bare key: of Ed25519 its 32 bytes, of a curve the point, of RSA modulus and exponent in DER.</summary>
    internal ReadOnlySpan<byte> Bare => _key;

    /// <summary>Reads a SubjectPublicKeyInfo; false for other kinds, forms and lengths.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> spki, [NotNullWhen(true)] out ForeignKey? key)
    {
        key = null;
        try
        {
            key = spki.Length <= MaximumSpkiBytes ? Read(spki) : null;
        }
        catch (Exception error) when (error is AsnContentException or CryptographicException)
        {
            return false; // The platform's readers say no by throwing.
        }

        return key is not null;
    }

    /// <summary>Reads the one <c>PUBLIC KEY</c> of a PEM text; text around it is taken for remarks, another block is not.</summary>
    public static bool TryParsePem(ReadOnlySpan<char> pem, [NotNullWhen(true)] out ForeignKey? key)
    {
        key = null;
        return PemText.TryReadAll(pem, "PUBLIC KEY", out ImmutableArray<byte[]> blocks) && blocks is [var spki] && TryParse(spki, out key);
    }

    /// <summary>Whether this is the key's signature of a message that is hashed first (Ed25519 hashes for itself).</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, HashAlgorithmName hash) => Kind == PublicKeyKind.Ed25519
        ? Ed25519.Verify(_key, message, signature)
        : VerifyHash(CryptographicOperations.HashData(hash, message), signature, hash);

    /// <summary>Whether this is the key's signature of a message with the given digest; never so for Ed25519, which signs no digests.</summary>
    public bool VerifyHash(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, HashAlgorithmName hash) => Kind switch
    {
        PublicKeyKind.EcdsaP256 or PublicKeyKind.EcdsaP384 or PublicKeyKind.EcdsaP521 => VerifyEcdsa(digest, signature),
        PublicKeyKind.Rsa => VerifyRsa(digest, signature, hash),
        PublicKeyKind.Ed25519 => false,
    };

    /// <summary>Whether this is the ECDSA key's signature r ‖ s, as COSE and quotes have it, of a message that is hashed first; never so for other keys.</summary>
    internal bool VerifyFixed(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (Kind is PublicKeyKind.Rsa or PublicKeyKind.Ed25519 || signature.Length != 2 * CoordinateBytes(Kind))
            return false;
        using ECDsa ecdsa = ECDsa.Create(Parameters(Kind, _key));
        return ecdsa.VerifyHash(CryptographicOperations.HashData(Hash, message), signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private bool VerifyEcdsa(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        using ECDsa ecdsa = ECDsa.Create(Parameters(Kind, _key));
        return EcdsaSignature.TryDecode(signature, CoordinateBytes(Kind), out byte[] fixedForm)
            && ecdsa.VerifyHash(digest, fixedForm, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private bool VerifyRsa(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportRSAPublicKey(_key, out _);
        return rsa.VerifyHash(digest, signature, hash, RSASignaturePadding.Pkcs1);
    }

    private static ForeignKey? Read(ReadOnlyMemory<byte> spki)
    {
        AsnReader outer = new(spki, AsnEncodingRules.DER);
        AsnReader info = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        AsnReader algorithm = info.ReadSequence();
        string oid = algorithm.ReadObjectIdentifier();
        byte[] bits = info.ReadBitString(out int unusedBits);
        info.ThrowIfNotEmpty();
        if (unusedBits != 0)
            return null;
        return oid switch
        {
            ObjectIds.EcPublicKey => ReadCurve(algorithm, spki, bits),
            ObjectIds.Rsa => ReadRsa(algorithm, spki, bits),
            ObjectIds.Ed25519 => !algorithm.HasData && bits.Length == Ed25519.PublicKeyBytes ? new(PublicKeyKind.Ed25519, spki.ToArray(), bits) : null,
            _ => null,
        };
    }

    private static ForeignKey? ReadCurve(AsnReader algorithm, ReadOnlyMemory<byte> spki, byte[] point)
    {
        PublicKeyKind? kind = algorithm.ReadObjectIdentifier() switch
        {
            ObjectIds.P256 => PublicKeyKind.EcdsaP256,
            ObjectIds.P384 => PublicKeyKind.EcdsaP384,
            ObjectIds.P521 => PublicKeyKind.EcdsaP521,
            _ => null,
        };
        algorithm.ThrowIfNotEmpty();
        if (kind is not { } curve || point.Length != 1 + (2 * CoordinateBytes(curve)) || point[0] != 4)
            return null;
        using ECDsa onCurve = ECDsa.Create(Parameters(curve, point)); // throws for a point that is not
        return new(curve, spki.ToArray(), point);
    }

    private static ForeignKey? ReadRsa(AsnReader algorithm, ReadOnlyMemory<byte> spki, byte[] key)
    {
        algorithm.ReadNull();
        algorithm.ThrowIfNotEmpty();
        AsnReader outer = new(key, AsnEncodingRules.DER);
        AsnReader numbers = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        long bits = numbers.ReadInteger().GetBitLength();
        bool isOrdinary = numbers.TryReadUInt32(out uint exponent) && exponent >= 3 && (exponent & 1) == 1 && bits is >= 2048 and <= 8192;
        numbers.ThrowIfNotEmpty();
        if (!isOrdinary)
            return null;
        using RSA rsa = RSA.Create();
        rsa.ImportRSAPublicKey(key, out _);
        return new(PublicKeyKind.Rsa, spki.ToArray(), key);
    }

    private static int CoordinateBytes(PublicKeyKind kind) => kind switch
    {
        PublicKeyKind.EcdsaP384 => 48,
        PublicKeyKind.EcdsaP521 => 66,
        PublicKeyKind.EcdsaP256 or PublicKeyKind.Rsa or PublicKeyKind.Ed25519 => 32,
    };

    private static ECParameters Parameters(PublicKeyKind kind, ReadOnlySpan<byte> point)
    {
        int length = CoordinateBytes(kind);
        ECCurve curve = kind switch
        {
            PublicKeyKind.EcdsaP384 => ECCurve.NamedCurves.nistP384,
            PublicKeyKind.EcdsaP521 => ECCurve.NamedCurves.nistP521,
            PublicKeyKind.EcdsaP256 or PublicKeyKind.Rsa or PublicKeyKind.Ed25519 => ECCurve.NamedCurves.nistP256,
        };
        return new() { Curve = curve, Q = new ECPoint { X = point.Slice(1, length).ToArray(), Y = point[(1 + length)..].ToArray() } };
    }
}
