namespace OpenGradient.Models.Tokenizers.Words;

/// <summary>A step that cuts words into shorter ones.</summary>
internal abstract class WordCutter : IWordStage
{
    /// <inheritdoc/>
    public TextWords Apply(TextWords words)
    {
        List<TextPiece> finer = new(words.Words.Count);
        foreach (TextPiece word in words.Words)
            Split(words.Text, word, finer);
        return words with { Words = finer };
    }

    /// <summary>Appends what a word of <paramref name="text"/> is cut into, in order, without empty words.</summary>
    public abstract void Split(string text, TextPiece word, List<TextPiece> words);
}
