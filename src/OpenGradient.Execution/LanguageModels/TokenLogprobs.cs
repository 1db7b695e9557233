using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>How likely the model found a token, before any setting changed its logits (spec/exec-1, section 15).</summary>
/// <param name="Chosen">The token that was chosen.</param>
/// <param name="Top">The likeliest, in order, as many as were asked for.</param>
public sealed record TokenLogprobs(TokenLogprob Chosen, ImmutableArray<TokenLogprob> Top);
