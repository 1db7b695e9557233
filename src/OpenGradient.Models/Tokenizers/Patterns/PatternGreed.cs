namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>In which order the counts of a repetition are tried.</summary>
internal enum PatternGreed
{
    /// <summary>As often as possible, then less often.</summary>
    Greedy,

    /// <summary>As seldom as possible, then more often.</summary>
    Lazy,

    /// <summary>As often as possible, and not less.</summary>
    Possessive,
}
