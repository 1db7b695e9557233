using System.Text;

namespace OpenGradient.Models.Tokenizers;

/// <summary>Several patterns, each applied to what the one before left together. What lies between two matches is a word too.</summary>
internal sealed class StagedPreTokenizer : IPreTokenizer
{
    private readonly Pattern[] _patterns;

    private StagedPreTokenizer(params Pattern[] patterns) => _patterns = patterns;

    private delegate int Pattern(ReadOnlySpan<Rune> text, int start);

    /// <summary>
    /// What GGUF files without a named pre-tokenizer get: <c>[\p{P}\$\+&lt;=&gt;\^~\|]+</c>, then GPT-2's pattern without its last
    /// alternative, then <c>\p{N}+</c>, then <c>[0-9][0-9][0-9]</c>.
    /// </summary>
    public static StagedPreTokenizer Default { get; } = new(
        static (text, start) => RuneClass.Run(text, start, IsSymbol),
        Gpt2PreTokenizer.Match,
        static (text, start) => RuneClass.Run(text, start, RuneClass.IsNumber),
        static (text, start) => RuneClass.Run(text, start, static rune => rune.Value is >= '0' and <= '9', limit: 3) == 3 ? 3 : 0);

    /// <summary>Each digit alone, then GPT-2's pattern without its last alternative: SmolLM, StarCoder and others.</summary>
    public static StagedPreTokenizer SingleDigits { get; } = new(
        static (text, start) => RuneClass.IsNumber(text[start]) ? 1 : 0,
        Gpt2PreTokenizer.Match);

    /// <inheritdoc/>
    public void Split(ReadOnlySpan<Rune> text, List<int> lengths)
    {
        if (text.IsEmpty)
            return;
        List<int> pieces = [text.Length];
        foreach (Pattern pattern in _patterns)
        {
            List<int> finer = [];
            int start = 0;
            foreach (int piece in pieces)
            {
                SplitPiece(text.Slice(start, piece), pattern, finer);
                start += piece;
            }

            pieces = finer;
        }

        lengths.AddRange(pieces);
    }

    private static void SplitPiece(ReadOnlySpan<Rune> text, Pattern pattern, List<int> lengths)
    {
        int between = 0;
        for (int start = 0; start < text.Length;)
        {
            int length = pattern(text, start);
            if (length == 0)
            {
                between++;
                start++;
                continue;
            }

            if (between > 0)
                lengths.Add(between);
            between = 0;
            lengths.Add(length);
            start += length;
        }

        if (between > 0)
            lengths.Add(between);
    }

    private static bool IsSymbol(Rune rune) =>
        RuneClass.IsPunctuation(rune) || rune.Value is '$' or '+' or '<' or '=' or '>' or '^' or '~' or '|';
}
