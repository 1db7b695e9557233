namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>Turns a word into tokens.</summary>
internal interface ITokenModel
{
    /// <summary>Appends the tokens of a word, which holds no half surrogate pairs.</summary>
    void Encode(ReadOnlySpan<char> word, List<int> tokens);
}
