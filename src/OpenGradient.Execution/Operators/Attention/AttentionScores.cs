namespace OpenGradient.Execution.Operators;

/// <summary>Which stage of the scores the second output of <see cref="AttentionOperation"/> holds.</summary>
internal enum AttentionScores
{
    /// <summary>dot · scale.</summary>
    Scaled,

    /// <summary>After the soft cap.</summary>
    Capped,

    /// <summary>After mask, counts and causal order.</summary>
    Masked,

    /// <summary>After the softmax.</summary>
    Weights,
}
