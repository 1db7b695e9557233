namespace OpenGradient.Models.Tokenizers.Words;

/// <summary>What becomes of the matches of a pattern.</summary>
internal enum MatchUse
{
    /// <summary>Each is a word, and what lies between two is one too.</summary>
    Isolated,

    /// <summary>They are dropped; what lies between is a word.</summary>
    Removed,

    /// <summary>Each belongs to the word before.</summary>
    WithPrevious,

    /// <summary>Each belongs to the word behind.</summary>
    WithNext,

    /// <summary>As <see cref="Isolated"/>, but neighbours without anything between are one word.</summary>
    Contiguous,
}
