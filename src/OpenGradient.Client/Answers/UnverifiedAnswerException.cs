using OpenGradient.Verification;

namespace OpenGradient.Client;

/// <summary>An answer that must not be used: its evidence is missing, wrong or not enough. Nothing unverified of it was released.</summary>
/// <param name="message">Which, in a sentence for a person.</param>
/// <param name="report">What was checked; null if there was no bundle to check.</param>
public sealed class UnverifiedAnswerException(string message, VerificationReport? report = null) : Exception(message)
{
    /// <summary>What was checked, and what came out; null if there was no bundle to check.</summary>
    public VerificationReport? Report { get; } = report;
}
