namespace OpenGradient.Interop;

/// <summary>The forms of others that a receipt can have a twin in.</summary>
public enum TwinForm
{
    /// <summary>A COSE_Sign1, a signed statement of SCITT (interop-1 §2).</summary>
    Cose,

    /// <summary>EIP-712 typed data with its digest and signatures (interop-1 §3).</summary>
    Eip712,

    /// <summary>A receipt of AIR v1, signed by the key of an enclave (interop-1 §4).</summary>
    Air,
}
