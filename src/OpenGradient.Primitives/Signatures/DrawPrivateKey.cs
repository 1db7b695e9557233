using System.Security.Cryptography;

namespace OpenGradient.Primitives;

/// <summary>A key that makes the one proof of a message which its public half accepts; safe for use from many threads.</summary>
public sealed class DrawPrivateKey : IDisposable
{
    private const int Bits = 8 * DrawKey.Bytes;

    // An RSA object must not be used by two threads at once; each thread keeps its own copy of the key.
    private readonly ThreadLocal<RSA> _signers;

    private DrawPrivateKey(RSAParameters parameters)
    {
        byte[] exponent = parameters.Exponent ?? [];
        if (!exponent.AsSpan().SequenceEqual((ReadOnlySpan<byte>)[1, 0, 1]) || !DrawKey.TryParse(parameters.Modulus, out DrawKey? publicKey))
            throw new CryptographicException($"The key is not an RSA key of {Bits} bits with the exponent 65537.");
        PublicKey = publicKey;
        _signers = new ThreadLocal<RSA>(() => RSA.Create(parameters), trackAllValues: true);
    }

    /// <summary>The key that verifies what this one makes.</summary>
    public DrawKey PublicKey { get; }

    /// <summary>A new key from the system's random generator.</summary>
    public static DrawPrivateKey Generate()
    {
        using RSA rsa = RSA.Create(Bits);
        return new DrawPrivateKey(rsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>Reads an unencrypted PKCS #8 key in PEM.</summary>
    /// <exception cref="CryptographicException">It is no key of this form.</exception>
    public static DrawPrivateKey ImportPem(string pem)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return new DrawPrivateKey(rsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>The key as unencrypted PKCS #8 in PEM; a secret.</summary>
    public string DangerousExportPem() => _signers.Value!.ExportPkcs8PrivateKeyPem();

    /// <summary>The proof for a message.</summary>
    public byte[] Prove(ReadOnlySpan<byte> message) => _signers.Value!.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RSA signer in _signers.Values)
            signer.Dispose();
        _signers.Dispose();
    }
}
