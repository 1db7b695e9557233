using OpenGradient.Verification;

namespace OpenGradient.Client;

/// <summary>What stands behind an answer that was released.</summary>
/// <param name="Report">What was checked, what it establishes, and what not.</param>
/// <param name="Bundle">The receipt with its evidence, for whoever wants to check it again.</param>
public sealed record VerifiedAnswer(VerificationReport Report, ReadOnlyMemory<byte> Bundle);
