namespace OpenGradient.Transparency;

/// <summary>A witness that a policy knows.</summary>
/// <param name="Name">What the policy calls it; says nothing outside of the policy.</param>
/// <param name="Key">Its key.</param>
/// <param name="Url">Its submission prefix; null if the policy does not say.</param>
public sealed record PolicyWitness(string Name, CosignerKey Key, string? Url);
