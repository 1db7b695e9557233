using OpenGradient.Primitives;

namespace OpenGradient.Verification;

/// <summary>The row <c>proof</c>, and what the weights rest on if it is valid.</summary>
/// <param name="Row">The row.</param>
/// <param name="KeyId">The proof key; null if the proof could not be read.</param>
/// <param name="IsKeyMade">Whether the key was made again from the model's files, and is the same.</param>
internal sealed record ProofFinding(ReportRow Row, Digest? KeyId, bool IsKeyMade);
