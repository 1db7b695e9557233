using System.Collections.Immutable;

namespace OpenGradient.Models.Tokenizers.Words;

/// <summary>The steps from a text to its words.</summary>
internal sealed class WordSplitter(params ImmutableArray<IWordStage> stages)
{
    /// <summary>The words of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isStart">Whether nothing is before it.</param>
    public TextWords Split(string text, bool isStart)
    {
        TextWords words = new(text, [new TextPiece(0, text.Length)], isStart);
        foreach (IWordStage stage in stages)
            words = stage.Apply(words);
        return words;
    }
}
