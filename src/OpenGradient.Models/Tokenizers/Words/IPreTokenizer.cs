namespace OpenGradient.Models.Tokenizers.Words;

/// <summary>Cuts text into words before they are encoded; no token crosses a cut.</summary>
internal interface IPreTokenizer
{
    /// <summary>Appends the words of a piece of <paramref name="text"/>, in order. What is in no word is dropped.</summary>
    void Split(string text, TextPiece piece, List<TextPiece> words);
}
