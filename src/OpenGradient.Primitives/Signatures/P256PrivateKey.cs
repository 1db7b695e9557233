using System.Security.Cryptography;

namespace OpenGradient.Primitives;

/// <summary>A P-256 key that signs; safe for use from many threads.</summary>
public sealed class P256PrivateKey : IDisposable
{
    // An ECDsa object must not be used by two threads at once; each thread keeps its own copy of the key.
    private readonly ThreadLocal<ECDsa> _signers;

    private P256PrivateKey(ECParameters parameters)
    {
        _signers = new ThreadLocal<ECDsa>(() => ECDsa.Create(parameters), trackAllValues: true);
        PublicKey = P256PublicKey.TryParse(_signers.Value!.ExportSubjectPublicKeyInfo(), out P256PublicKey? publicKey)
            ? publicKey
            : throw new CryptographicException("The key is not a P-256 key.");
    }

    /// <summary>The key that verifies what this one signs.</summary>
    public P256PublicKey PublicKey { get; }

    /// <summary>A new key from the system's random generator.</summary>
    public static P256PrivateKey Generate()
    {
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new P256PrivateKey(ecdsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>Reads an unencrypted PKCS #8 key in PEM.</summary>
    /// <exception cref="CryptographicException">It is no P-256 key.</exception>
    public static P256PrivateKey ImportPem(string pem)
    {
        using ECDsa ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(pem);
        return new P256PrivateKey(ecdsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>The key as unencrypted PKCS #8 in PEM; a secret.</summary>
    public string DangerousExportPem() => _signers.Value!.ExportPkcs8PrivateKeyPem();

    /// <summary>Signs SHA-256(<paramref name="message"/>): r ‖ s, 64 bytes, low-S.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        byte[] signature = _signers.Value!.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        P256.MakeLowS(signature);
        return signature;
    }

    /// <summary>Signs a digest that is already made, by whatever hash function: r ‖ s, 64 bytes, low-S.</summary>
    public byte[] SignDigest(Digest digest)
    {
        byte[] signature = _signers.Value!.SignHash(digest.AsSpan(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        P256.MakeLowS(signature);
        return signature;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ECDsa signer in _signers.Values)
            signer.Dispose();
        _signers.Dispose();
    }
}
