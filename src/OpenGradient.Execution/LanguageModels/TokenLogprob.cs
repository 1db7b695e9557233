namespace OpenGradient.Execution.LanguageModels;

/// <summary>A token and the logarithm of its probability.</summary>
/// <param name="Token">The token.</param>
/// <param name="Logprob">At most 0; -9999 for what is next to impossible.</param>
public readonly record struct TokenLogprob(int Token, float Logprob);
