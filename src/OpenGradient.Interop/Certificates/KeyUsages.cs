namespace OpenGradient.Interop;

/// <summary>The bits of the extension KeyUsage (RFC 5280 §4.2.1.3), in the numbering of the platform's named bit lists.</summary>
[Flags]
internal enum KeyUsages
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Signatures other than those of certificates.</summary>
    DigitalSignature = 1 << 0,

    /// <summary>Signatures that bind.</summary>
    NonRepudiation = 1 << 1,

    /// <summary>Encrypting keys.</summary>
    KeyEncipherment = 1 << 2,

    /// <summary>Encrypting data.</summary>
    DataEncipherment = 1 << 3,

    /// <summary>Agreeing on keys.</summary>
    KeyAgreement = 1 << 4,

    /// <summary>Signatures of certificates.</summary>
    CertificateSign = 1 << 5,

    /// <summary>Signatures of revocation lists.</summary>
    RevocationSign = 1 << 6,

    /// <summary>Agreed keys encrypt only.</summary>
    EncipherOnly = 1 << 7,

    /// <summary>Agreed keys decrypt only.</summary>
    DecipherOnly = 1 << 8,
}
