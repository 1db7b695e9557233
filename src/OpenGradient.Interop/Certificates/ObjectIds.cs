using System.Security.Cryptography;

namespace OpenGradient.Interop;

/// <summary>The object identifiers that certificates, timestamps and Sigstore's extensions use.</summary>
internal static class ObjectIds
{
    public const string EcPublicKey = "1.2.840.10045.2.1"; // RFC 5480 §2.1.1
    public const string P256 = "1.2.840.10045.3.1.7";
    public const string P384 = "1.3.132.0.34";
    public const string P521 = "1.3.132.0.35";
    public const string Rsa = "1.2.840.113549.1.1.1"; // RFC 8017 appendix C
    public const string Ed25519 = "1.3.101.112"; // RFC 8410 §3

    public const string SubjectKeyIdentifier = "2.5.29.14"; // RFC 5280 §4.2.1
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAltName = "2.5.29.17";
    public const string BasicConstraints = "2.5.29.19";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    public const string AnyUsage = "2.5.29.37.0";

    public const string SignedTimestamps = "1.3.6.1.4.1.11129.2.4.2"; // RFC 6962 §3.3

    public const string FulcioIssuerRaw = "1.3.6.1.4.1.57264.1.1"; // Fulcio, docs/oid-info.md
    public const string FulcioOtherName = "1.3.6.1.4.1.57264.1.7";
    public const string FulcioIssuer = "1.3.6.1.4.1.57264.1.8";

    public const string SignedData = "1.2.840.113549.1.7.2"; // RFC 5652 §5.1
    public const string TimestampInfo = "1.2.840.113549.1.9.16.1.4"; // RFC 3161 §2.4.2
    public const string ContentType = "1.2.840.113549.1.9.3"; // RFC 5652 §11
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47"; // RFC 5035 §3

    /// <summary>The hash with an identifier; null for one that is not taken, such as SHA-1.</summary>
    public static HashAlgorithmName? HashOf(string oid) => oid switch
    {
        "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
        "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
        "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>The hash that a signature algorithm names, and whether the algorithm is one of the key's kind.</summary>
    /// <param name="oid">The signature algorithm.</param>
    /// <param name="kind">The kind of key that is said to have signed.</param>
    /// <param name="otherwise">The hash to use where the algorithm names none, as a CMS signature by "RSA" does not.</param>
    public static HashAlgorithmName? SignatureHashOf(string oid, PublicKeyKind kind, HashAlgorithmName? otherwise)
    {
        bool isRsa = kind == PublicKeyKind.Rsa;
        bool isEcdsa = kind is PublicKeyKind.EcdsaP256 or PublicKeyKind.EcdsaP384 or PublicKeyKind.EcdsaP521;
        return oid switch
        {
            "1.2.840.10045.4.3.2" when isEcdsa => HashAlgorithmName.SHA256, // RFC 5758 §3.2
            "1.2.840.10045.4.3.3" when isEcdsa => HashAlgorithmName.SHA384,
            "1.2.840.10045.4.3.4" when isEcdsa => HashAlgorithmName.SHA512,
            "1.2.840.113549.1.1.11" when isRsa => HashAlgorithmName.SHA256, // RFC 8017 appendix A.2.4
            "1.2.840.113549.1.1.12" when isRsa => HashAlgorithmName.SHA384,
            "1.2.840.113549.1.1.13" when isRsa => HashAlgorithmName.SHA512,
            Ed25519 when kind == PublicKeyKind.Ed25519 => HashAlgorithmName.SHA512,
            Rsa when isRsa => otherwise,
            _ => null,
        };
    }
}
