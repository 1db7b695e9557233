namespace OpenGradient.Conformance.Tokenizers;

/// <summary>What trying a vocabulary gave.</summary>
/// <param name="Name">The vocabulary's file.</param>
/// <param name="Outcome">How it did.</param>
/// <param name="PassedTexts">Texts that gave the expected tokens.</param>
/// <param name="TextCount">All texts.</param>
/// <param name="LosslessTexts">Texts that decoding the tokens gives back, byte for byte.</param>
/// <param name="VocabularySize">Tokens of the vocabulary.</param>
/// <param name="Detail">What was wrong first; empty if nothing was.</param>
public sealed record TokenizerTestResult(
    string Name, TokenizerTestOutcome Outcome, int PassedTexts, int TextCount, int LosslessTexts, int VocabularySize, string Detail);
