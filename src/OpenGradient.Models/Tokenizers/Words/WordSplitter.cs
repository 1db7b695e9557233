using System.Collections.Immutable;

namespace OpenGradient.Models.Tokenizers.Words;

/// <summary>The steps from a text to its words.</summary>
internal sealed class WordSplitter(params ImmutableArray<IWordStage> stages)
{
    /// <summary>The words of a text.</summary>
    public TextWords Split(string text)
    {
        TextWords words = new(text, [new TextPiece(0, text.Length)]);
        foreach (IWordStage stage in stages)
            words = stage.Apply(words);
        return words;
    }
}
