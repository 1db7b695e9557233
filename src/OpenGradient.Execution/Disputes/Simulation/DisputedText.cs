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
    /// <summary>Why it is said to be over; null if that is not in dispute.</summary>
    public FinishReason? Finish { get; init; }

    /// <summary>The model's end-of-turn tokens.</summary>
    public ImmutableArray<int> EndTokens { get; init; } = [];

    /// <summary>The most tokens of prompt and answer together; null for no limit.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Texts at which the answer ends.</summary>
    public ImmutableArray<string> StopStrings { get; init; } = [];

    /// <summary>What the answer is held to; null if to nothing.</summary>
    public AnswerGrammar? Grammar { get; init; }

    /// <summary>What tokens decode to; needed with stop strings and with a grammar.</summary>
    public TokenPieces? Pieces { get; init; }

    /// <summary>What a dispute says of it.</summary>
    internal DisputedAnswer ToAnswer(ValueClaim tokens) => new(Prompt.Length, Sampling, Seed, tokens)
    {
        Ending = Finish is { } finish ? new AnswerEnding(finish, TokenLimit, SortedEndTokens, StopStrings) : null,
        EndTokens = Grammar is null ? [] : SortedEndTokens,
        Grammar = Grammar,
    };

    /// <summary>The answer with another token at a place.</summary>
    internal DisputedText WithOtherToken(long place) => place >= 0 && place < Answer.Length
        ? this with { Answer = Answer.SetItem((int)place, Other(Answer[(int)place])) }
        : throw CheatPlan.Error($"the answer has {Answer.Length} {(Answer.Length == 1 ? "token" : "tokens")}");

    /// <summary>The answer without its last token, said to be complete.</summary>
    internal DisputedText CutShort() => Answer.Length > 1 && Finish is not null
        ? this with { Answer = Answer[..^1], Finish = FinishReason.Stop }
        : throw CheatPlan.Error("the answer has one token, or it is not said why it ended");

    /// <summary>Another token that every vocabulary has.</summary>
    internal static int Other(int token) => token == 0 ? 1 : token - 1;

    private ImmutableArray<int> SortedEndTokens => [.. EndTokens.Order()];

    private int TokenLimit => Math.Min(Sampling.Parse().MaxTokens, ContextLength is { } length ? length - Prompt.Length : int.MaxValue);
}
