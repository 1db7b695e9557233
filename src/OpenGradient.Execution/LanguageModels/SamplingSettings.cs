using System.Collections.Immutable;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>The settings as numbers.</summary>
/// <param name="Temperature">Zero for the greatest logit.</param>
/// <param name="TopP">From 0 to 1.</param>
/// <param name="TopK">Zero for no limit.</param>
/// <param name="MaxTokens">At least 1.</param>
internal readonly record struct SamplingSettings(float Temperature, float TopP, int TopK, int MaxTokens)
{
    /// <summary>From 0 to 1; zero for no limit.</summary>
    public float MinP { get; init; }

    /// <summary>Taken from the logit of a token that the answer has.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>Taken from the logit of a token as often as the answer has it.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Divides the logits of tokens that prompt or answer has; 1 changes nothing.</summary>
    public float RepetitionPenalty { get; init; } = 1f;

    /// <summary>Added to logits.</summary>
    public ImmutableArray<(int Token, float Bias)> LogitBias { get; init; } = [];

    /// <summary>How many of the likeliest tokens are told beside the one that was chosen; null if no probabilities are told.</summary>
    public int? TopLogprobs { get; init; }

    /// <summary>Whether logits are changed before a token is chosen from them.</summary>
    public bool ChangesLogits => PresencePenalty != 0f || FrequencyPenalty != 0f || RepetitionPenalty != 1f || !LogitBias.IsEmpty;
}
