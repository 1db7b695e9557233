namespace OpenGradient.Receipts;

/// <summary>One signature of an envelope, as it is written: not judged yet.</summary>
/// <param name="KeyId">The id of the key, in hexadecimal.</param>
/// <param name="Sig">The signature, in base64.</param>
public sealed record DsseSignature(string KeyId, string Sig);
