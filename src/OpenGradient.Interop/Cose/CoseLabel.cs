namespace OpenGradient.Interop;

/// <summary>The header labels, claims and algorithms that are used here.</summary>
internal static class CoseLabel
{
    public const long Algorithm = 1; // RFC 9052 §3.1
    public const long Critical = 2;
    public const long ContentType = 3;
    public const long KeyId = 4;
    public const long CwtClaims = 15; // RFC 9597 §2

    /// <summary>The issuer's SubjectPublicKeyInfo; from the private-use range of RFC 9052 §11.1.</summary>
    public const long IssuerSpki = -65537;

    public const long IssuerClaim = 1; // RFC 8392 §4
    public const long SubjectClaim = 2;
    public const long IssuedAtClaim = 6;

    public const long Es256 = -7; // RFC 9053 §2.1
    public const long EdDsa = -8; // RFC 9053 §2.2
}
