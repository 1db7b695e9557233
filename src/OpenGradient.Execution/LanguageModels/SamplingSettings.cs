namespace OpenGradient.Execution.LanguageModels;

/// <summary>The settings as numbers.</summary>
/// <param name="Temperature">Zero for the greatest logit.</param>
/// <param name="TopP">From 0 to 1.</param>
/// <param name="TopK">Zero for no limit.</param>
/// <param name="MaxTokens">At least 1.</param>
internal readonly record struct SamplingSettings(float Temperature, float TopP, int TopK, int MaxTokens);
