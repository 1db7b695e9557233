namespace OpenGradient.Transparency;

/// <summary>A log that a policy accepts.</summary>
/// <param name="Key">Its key, with its origin as the name.</param>
/// <param name="Url">Where it is; null if the policy does not say.</param>
public sealed record PolicyLog(LogVerifierKey Key, string? Url);
