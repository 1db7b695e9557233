namespace OpenGradient.Conformance.Tokenizers;

/// <summary>How a vocabulary did.</summary>
public enum TokenizerTestOutcome
{
    /// <summary>Every text gave the expected tokens.</summary>
    Passed,

    /// <summary>Some text gave others, or a file is damaged.</summary>
    Failed,

    /// <summary>The vocabulary is of a kind that this version does not have.</summary>
    Unsupported,
}
