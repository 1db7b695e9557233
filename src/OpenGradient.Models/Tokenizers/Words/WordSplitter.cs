using System.Collections.Immutable;

namespace OpenGradient.Models.Tokenizers.Words;

/// <summary>Several ways to cut, each applied to the words that the one before made.</summary>
internal sealed class WordSplitter(params ImmutableArray<IPreTokenizer> stages)
{
    /// <summary>The words of a text.</summary>
    public List<TextPiece> Split(string text)
    {
        List<TextPiece> words = [new TextPiece(0, text.Length)];
        foreach (IPreTokenizer stage in stages)
        {
            List<TextPiece> finer = new(words.Count);
            foreach (TextPiece word in words)
                stage.Split(text, word, finer);
            words = finer;
        }

        return words;
    }
}
