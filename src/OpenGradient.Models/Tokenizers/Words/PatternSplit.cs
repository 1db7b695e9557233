using OpenGradient.Models.Tokenizers.Patterns;

namespace OpenGradient.Models.Tokenizers.Words;

/// <summary>Cuts where a pattern matches.</summary>
/// <param name="pattern">The pattern, matched within each piece as if there were nothing around it.</param>
/// <param name="use">What becomes of the matches.</param>
/// <param name="isInverted">Whether what lies between matches counts as the matches.</param>
internal sealed class PatternSplit(Pattern pattern, MatchUse use = MatchUse.Isolated, bool isInverted = false) : IWordStage
{
    /// <inheritdoc/>
    public TextWords Apply(TextWords words)
    {
        List<TextPiece> finer = new(words.Words.Count);
        PatternMemory memory = new(pattern, words.Text.Length);
        foreach (TextPiece word in words.Words)
            Split(words.Text, word, memory, finer);
        return words with { Words = finer };
    }

    private void Split(string text, TextPiece word, PatternMemory memory, List<TextPiece> words)
    {
        PatternRun run = new(pattern, text.AsSpan(word.Start, word.Length), memory, word.Start);
        Cutter cutter = new(use, word.Start, words);
        int start = 0;
        while (run.TryFind(start, out int index, out int length))
        {
            cutter.Add(index - start, isMatch: isInverted);
            cutter.Add(length, isMatch: !isInverted);
            start = index + length;
        }

        cutter.Add(word.Length - start, isMatch: isInverted);
        cutter.Finish();
    }

    /// <summary>Makes words of the stretches between cuts.</summary>
    private struct Cutter(MatchUse use, int start, List<TextPiece> words)
    {
        private int _start = start;
        private int _pending;
        private bool _wasMatch;

        public void Add(int length, bool isMatch)
        {
            if (length == 0)
                return;
            bool joins = use switch
            {
                MatchUse.WithPrevious => isMatch && !_wasMatch,
                MatchUse.WithNext => _wasMatch && !isMatch,
                MatchUse.Contiguous => _wasMatch == isMatch,
                _ => false,
            };
            if (!joins)
                Finish();
            if (use == MatchUse.Removed && isMatch)
                _start += length;
            else
                _pending += length;
            _wasMatch = isMatch;
        }

        public void Finish()
        {
            if (_pending > 0)
                words.Add(new TextPiece(_start, _pending));
            _start += _pending;
            _pending = 0;
        }
    }
}
