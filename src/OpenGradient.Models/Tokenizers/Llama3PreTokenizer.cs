using System.Text;

namespace OpenGradient.Models.Tokenizers;

/// <summary>
/// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,n}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>:
/// Llama 3 with n = 3, Qwen 2 with n = 1.
/// </summary>
internal sealed class Llama3PreTokenizer(int digitsTogether) : IPreTokenizer
{
    /// <inheritdoc/>
    public void Split(ReadOnlySpan<Rune> text, List<int> lengths)
    {
        int length;
        for (int start = 0; start < text.Length; start += length)
        {
            length = Match(text, start);
            lengths.Add(length);
        }
    }

    private int Match(ReadOnlySpan<Rune> text, int start)
    {
        int length = PreTokenizerPieces.Contraction(text, start, ignoreCase: true);
        if (length == 0)
            length = Word(text, start);
        if (length == 0)
            length = RuneClass.Run(text, start, RuneClass.IsNumber, digitsTogether);
        if (length == 0)
            length = Symbols(text, start);
        return length > 0 ? length : Space(text, start);
    }

    /// <summary><c>[^\r\n\p{L}\p{N}]?\p{L}+</c>.</summary>
    private static int Word(ReadOnlySpan<Rune> text, int start)
    {
        if (RuneClass.IsLetter(text[start]))
            return RuneClass.Run(text, start, RuneClass.IsLetter);
        if (RuneClass.IsLineBreak(text[start]) || RuneClass.IsNumber(text[start]))
            return 0;
        int run = RuneClass.Run(text, start + 1, RuneClass.IsLetter);
        return run > 0 ? run + 1 : 0;
    }

    /// <summary><c> ?[^\s\p{L}\p{N}]+[\r\n]*</c>.</summary>
    private static int Symbols(ReadOnlySpan<Rune> text, int start)
    {
        int length = PreTokenizerPieces.AfterBlank(text, start, RuneClass.IsOther);
        return length > 0 ? length + RuneClass.Run(text, start + length, RuneClass.IsLineBreak) : 0;
    }

    /// <summary><c>\s*[\r\n]+|\s+(?!\S)|\s+</c>.</summary>
    private static int Space(ReadOnlySpan<Rune> text, int start)
    {
        int run = RuneClass.Run(text, start, RuneClass.IsSpace);
        for (int length = run; length > 0; length--)
        {
            if (RuneClass.IsLineBreak(text[start + length - 1]))
                return length;
        }

        int before = PreTokenizerPieces.SpaceBeforeSpace(text, start);
        return before > 0 ? before : run;
    }
}
