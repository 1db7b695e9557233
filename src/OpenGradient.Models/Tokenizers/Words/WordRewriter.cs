using System.Text;

namespace OpenGradient.Models.Tokenizers.Words;

/// <summary>A step that rewrites each word.</summary>
/// <param name="rewrite">The word as it is to be; told whether nothing is before the word.</param>
internal sealed class WordRewriter(Func<string, bool, string> rewrite) : IWordStage
{
    /// <inheritdoc/>
    public TextWords Apply(TextWords words)
    {
        StringBuilder text = new(words.Text.Length + words.Words.Count);
        List<TextPiece> rewritten = new(words.Words.Count);
        foreach (TextPiece word in words.Words)
        {
            int start = text.Length;
            text.Append(rewrite(words.Text.Substring(word.Start, word.Length), words.IsStart && word.Start == 0));
            if (text.Length > start)
                rewritten.Add(new TextPiece(start, text.Length - start));
        }

        return new TextWords(text.ToString(), rewritten, words.IsStart);
    }
}
