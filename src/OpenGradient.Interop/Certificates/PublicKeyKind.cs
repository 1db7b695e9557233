namespace OpenGradient.Interop;

/// <summary>The kinds of public keys that foreign evidence is checked with.</summary>
public enum PublicKeyKind
{
    /// <summary>ECDSA on P-256 (secp256r1).</summary>
    EcdsaP256,

    /// <summary>ECDSA on P-384 (secp384r1).</summary>
    EcdsaP384,

    /// <summary>ECDSA on P-521 (secp521r1).</summary>
    EcdsaP521,

    /// <summary>RSA with PKCS #1 v1.5 padding, 2048 to 8192 bits.</summary>
    Rsa,

    /// <summary>Ed25519.</summary>
    Ed25519,
}
