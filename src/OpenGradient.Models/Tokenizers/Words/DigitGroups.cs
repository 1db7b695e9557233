using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers.Words;

/// <summary>Cuts each run of digits into groups of three counted from its end, as numbers are written: <c>1 234 567</c>.</summary>
/// <remarks>
/// Patterns say it by looking ahead to the end of the run, such as <c>(?=(\d{3})+(?!\d))</c>, which takes quadratic time.
/// </remarks>
/// <param name="digits">What counts as a digit.</param>
/// <param name="isAlone">Whether the run is cut from what is before and behind it.</param>
/// <param name="endsWord">Whether a run is left alone that a letter follows.</param>
internal sealed class DigitGroups(CodePointSet digits, bool isAlone, bool endsWord = false) : WordCutter
{
    private const int GroupDigits = 3;

    /// <inheritdoc/>
    public override void Split(string text, TextPiece word, List<TextPiece> words)
    {
        List<int> run = [];
        int start = word.Start;
        for (int i = word.Start; i < word.End;)
        {
            int code = char.ConvertToUtf32(text, i);
            if (digits.Contains(code))
                run.Add(i);
            else if (endsWord && CodePointSets.Words.Contains(code))
                run.Clear();
            else
                Cut(run, i, ref start, words);
            i += char.IsHighSurrogate(text[i]) ? 2 : 1;
        }

        Cut(run, word.End, ref start, words);
        Add(start, word.End, words);
    }

    private void Cut(List<int> run, int end, ref int start, List<TextPiece> words)
    {
        for (int i = 0; i < run.Count; i++)
        {
            bool isCut = (run.Count - i) % GroupDigits == 0 || (i == 0 && isAlone);
            if (!isCut)
                continue;
            Add(start, run[i], words);
            start = run[i];
        }

        if (run.Count > 0 && isAlone)
        {
            Add(start, end, words);
            start = end;
        }

        run.Clear();
    }

    private static void Add(int start, int end, List<TextPiece> words)
    {
        if (end > start)
            words.Add(new TextPiece(start, end - start));
    }
}
