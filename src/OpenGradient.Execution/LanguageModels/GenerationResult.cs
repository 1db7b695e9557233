using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A finished answer.</summary>
/// <param name="Tokens">All tokens that were chosen, the end-of-turn token included.</param>
/// <param name="Text">What they decode to, up to a stop string.</param>
/// <param name="Finish">Why it is over.</param>
/// <param name="TraceRoot">The trace over all tokens that the model read: prompt and answer but for the answer's last token.</param>
/// <param name="TraceLeafCount">How many tokens the model read.</param>
public sealed record GenerationResult(
    ImmutableArray<int> Tokens, string Text, FinishReason Finish, Digest TraceRoot, long TraceLeafCount)
{
    /// <summary>How likely each token was; empty if that was not asked for.</summary>
    public ImmutableArray<TokenLogprobs> Logprobs { get; init; } = [];
}
