using System.Collections.Immutable;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>An answer of a language model that a dispute is simulated about.</summary>
/// <param name="Prompt">The tokens of the prompt; at least one.</param>
/// <param name="Answer">The tokens of the answer; at least one.</param>
/// <param name="Sampling">How they were chosen.</param>
/// <param name="Seed">What seeded the random stream: see <see cref="SamplingSeed"/>.</param>
public sealed record DisputedText(ImmutableArray<int> Prompt, ImmutableArray<int> Answer, SamplingParameters Sampling, Digest Seed)
{
    /// <summary>Whether tokens were chosen by the settings alone that a dispute can judge.</summary>
    internal bool HasKnownSettings => Sampling == new SamplingParameters(Sampling.Temperature, Sampling.TopP, Sampling.TopK, Sampling.MaxTokens, Sampling.Seed);

    /// <summary>The answer with another token at a place.</summary>
    internal DisputedText WithOtherToken(long place) => place >= 0 && place < Answer.Length
        ? this with { Answer = Answer.SetItem((int)place, Other(Answer[(int)place])) }
        : throw CheatPlan.Error($"the answer has {Answer.Length} {(Answer.Length == 1 ? "token" : "tokens")}");

    /// <summary>Another token that every vocabulary has.</summary>
    internal static int Other(int token) => token == 0 ? 1 : token - 1;
}
