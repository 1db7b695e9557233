using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>How the next token of a language model was chosen; numbers are the decimal text that the client sent.</summary>
/// <param name="MaxTokens">The limit of tokens to make.</param>
/// <param name="Seed">The seed, or empty.</param>
/// <param name="Stop">SHA-256 of the canonical JSON array of stop strings.</param>
/// <param name="Temperature">The temperature; <c>0</c> is greedy.</param>
/// <param name="TopK">How many candidates are kept; <c>0</c> is all.</param>
/// <param name="TopP">The probability mass that is kept.</param>
public sealed record SamplingStatement(string MaxTokens, string Seed, Digest Stop, string Temperature, string TopK, string TopP)
{
    /// <summary>The share of the likeliest candidate's probability that others must reach; null if it was not given.</summary>
    public string? MinP { get; init; }

    /// <summary>The penalty for each time that the answer has a token; null if it was not given.</summary>
    public string? FrequencyPenalty { get; init; }

    /// <summary>The penalty for tokens that the answer has; null if it was not given.</summary>
    public string? PresencePenalty { get; init; }

    /// <summary>The penalty for tokens that prompt or answer has; null if it was not given.</summary>
    public string? RepetitionPenalty { get; init; }

    /// <summary>How many of the likeliest tokens the output tells with each token; null if it tells no probabilities.</summary>
    public string? Logprobs { get; init; }

    /// <summary>The members that are there only if they were given, in the order of a payload.</summary>
    internal ImmutableArray<(string Name, string? Text)> Optional =>
    [
        ("frequencyPenalty", FrequencyPenalty), ("logprobs", Logprobs), ("minP", MinP), ("presencePenalty", PresencePenalty), ("repetitionPenalty", RepetitionPenalty),
    ];
}
