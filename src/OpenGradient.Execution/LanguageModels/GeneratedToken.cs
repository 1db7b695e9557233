namespace OpenGradient.Execution.LanguageModels;

/// <summary>One token of an answer and the text that became certain with it.</summary>
/// <param name="Token">The token.</param>
/// <param name="Text">
/// May be empty: half a character waits for its other half, and what may be the beginning of a stop string waits for the rest.
/// </param>
/// <param name="Logprobs">How likely it was; null if that was not asked for.</param>
public readonly record struct GeneratedToken(int Token, string Text, TokenLogprobs? Logprobs = null);
