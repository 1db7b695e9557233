using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace OpenGradient.Transparency;

/// <summary>ML-DSA-44 (FIPS 204): the signature that a quantum computer does not break.</summary>
/// <remarks>
/// <para><b>Statement.</b> ML-DSA.Verify of FIPS 204, algorithm 3, with an empty or given context: the library decodes and computes, the
/// lengths are checked here. FIPS 204 leaves no freedom in what is accepted; Wycheproof's vectors pin it.</para>
/// <para><b>Assumptions.</b> Module-LWE and SelfTargetMSIS at NIST level 2.</para>
/// </remarks>
public static class MlDsa44
{
    /// <summary>The length of a public key, in bytes.</summary>
    public const int PublicKeyBytes = 1312;

    /// <summary>The length of a signature, in bytes.</summary>
    public const int SignatureBytes = 2420;

    /// <summary>The longest context, in bytes.</summary>
    public const int MaxContextBytes = 255;

    /// <summary>Whether <paramref name="signature"/> is the key's signature of <paramref name="message"/>. Total: any bytes, any length.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Verify(publicKey, message, signature, context: []);

    /// <summary>As the other, for a signature that was made in a context (FIPS 204 section 5.2).</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> context)
    {
        // The library throws for these lengths and for nothing else: every key of the right length is one.
        if (publicKey.Length != PublicKeyBytes || signature.Length != SignatureBytes || context.Length > MaxContextBytes)
            return false;
        MLDsaSigner verifier = new(MLDsaParameters.ml_dsa_44, deterministic: true);
        MLDsaPublicKeyParameters key = MLDsaPublicKeyParameters.FromEncoding(MLDsaParameters.ml_dsa_44, publicKey.ToArray());
        verifier.Init(forSigning: false, new ParametersWithContext(key, context.ToArray()));
        verifier.BlockUpdate(message);
        return verifier.VerifySignature(signature.ToArray());
    }
}
