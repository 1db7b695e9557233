namespace OpenGradient.Transparency;

/// <summary>The signature types of cosignatures (c2sp.org/signed-note, Signature types); the values are those of the format.</summary>
public enum CosignatureAlgorithm
{
    /// <summary>Ed25519 over the time and the checkpoint's text. Does not commit to the cosigner's name.</summary>
    Ed25519 = 0x04,

    /// <summary>ML-DSA-44 over name, time, origin, size and root. Extension lines are not signed.</summary>
    MlDsa44 = 0x06,
}
