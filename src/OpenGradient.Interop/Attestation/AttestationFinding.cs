namespace OpenGradient.Interop;

/// <summary>What was found out about an attestation document.</summary>
/// <param name="Code">The first rule that is broken.</param>
/// <param name="Reason">The same in one sentence.</param>
public sealed record AttestationFinding(AttestationCode Code, string Reason);
