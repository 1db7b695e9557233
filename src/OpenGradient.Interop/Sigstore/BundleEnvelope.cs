using OpenGradient.Receipts;

namespace OpenGradient.Interop;

/// <summary>The DSSE envelope of a bundle: one payload with one signature.</summary>
/// <param name="PayloadType">What the payload is.</param>
/// <param name="Payload">The bytes that are signed.</param>
/// <param name="Signature">The signature of their pre-authentication encoding.</param>
/// <param name="KeyId">Who is said to have signed; a hint, and null or empty where there is none.</param>
internal sealed record BundleEnvelope(string PayloadType, byte[] Payload, byte[] Signature, string? KeyId)
{
    /// <summary>What a payload that is an in-toto statement says it is.</summary>
    public const string InTotoType = "application/vnd.in-toto+json";

    /// <summary>What is signed.</summary>
    public byte[] SignedBytes => DsseEnvelope.PreAuthenticationEncoding(PayloadType, Payload);
}
