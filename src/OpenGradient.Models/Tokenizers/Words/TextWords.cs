namespace OpenGradient.Models.Tokenizers.Words;

/// <summary>A text and the words that it is cut into; no token crosses a cut.</summary>
/// <param name="Text">The text.</param>
/// <param name="Words">Its words in order. What is in no word was dropped.</param>
/// <param name="IsStart">Whether nothing is before the text.</param>
internal readonly record struct TextWords(string Text, List<TextPiece> Words, bool IsStart);
