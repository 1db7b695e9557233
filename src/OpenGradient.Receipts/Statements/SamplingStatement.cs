using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>How the next token of a language model was chosen; numbers are the decimal text that the client sent.</summary>
/// <param name="MaxTokens">The limit of tokens to make.</param>
/// <param name="Seed">The seed, or empty.</param>
/// <param name="Stop">SHA-256 of the canonical JSON array of stop strings.</param>
/// <param name="Temperature">The temperature; <c>0</c> is greedy.</param>
/// <param name="TopK">How many candidates are kept; <c>0</c> is all.</param>
/// <param name="TopP">The probability mass that is kept.</param>
public sealed record SamplingStatement(string MaxTokens, string Seed, Digest Stop, string Temperature, string TopK, string TopP);
