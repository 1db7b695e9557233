namespace OpenGradient.Execution.LanguageModels;

/// <summary>A token that may be drawn.</summary>
/// <param name="Logit">Its logit; no NaN.</param>
/// <param name="Token">The token.</param>
/// <param name="Weight">How likely it is, against 2^31 of the likeliest.</param>
internal readonly record struct Candidate(float Logit, int Token, uint Weight);
