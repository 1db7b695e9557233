using System.Text;

namespace OpenGradient.Models.Tokenizers;

/// <summary><c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c> (GPT-2).</summary>
internal sealed class Gpt2PreTokenizer : IPreTokenizer
{
    /// <inheritdoc/>
    public void Split(ReadOnlySpan<Rune> text, List<int> lengths)
    {
        int length;
        for (int start = 0; start < text.Length; start += length)
        {
            length = Match(text, start);
            if (length == 0)
                length = RuneClass.Run(text, start, RuneClass.IsSpace);
            lengths.Add(length);
        }
    }

    /// <summary>The length of the first alternative that matches, without the last one: <c>\s+</c>.</summary>
    public static int Match(ReadOnlySpan<Rune> text, int start)
    {
        int length = PreTokenizerPieces.Contraction(text, start, ignoreCase: false);
        if (length == 0)
            length = PreTokenizerPieces.AfterBlank(text, start, RuneClass.IsLetter);
        if (length == 0)
            length = PreTokenizerPieces.AfterBlank(text, start, RuneClass.IsNumber);
        if (length == 0)
            length = PreTokenizerPieces.AfterBlank(text, start, RuneClass.IsOther);
        return length > 0 ? length : PreTokenizerPieces.SpaceBeforeSpace(text, start);
    }
}
