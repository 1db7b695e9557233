namespace OpenGradient.Transparency.Witness;

/// <summary>A witness did not cosign, or its answer is not what it should be.</summary>
/// <param name="message">Why, in one sentence.</param>
internal sealed class WitnessRefusedException(string message) : Exception(message);
