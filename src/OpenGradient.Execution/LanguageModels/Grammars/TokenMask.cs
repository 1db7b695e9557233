namespace OpenGradient.Execution.LanguageModels;

/// <summary>Which tokens may come next.</summary>
/// <param name="words">A bit for each token; null where every token may.</param>
internal readonly struct TokenMask(ulong[]? words)
{
    /// <summary>Whether nothing is forbidden.</summary>
    public bool AllowsAll => words is null;

    /// <summary>How many words hold the bits of so many tokens.</summary>
    public static int WordCount(int tokenCount) => (tokenCount + 63) / 64;

    /// <summary>Whether the token may come. Those beyond the vocabulary may not, where anything is forbidden.</summary>
    public bool Allows(int token) => words is null || (token >> 6 < words.Length && (words[token >> 6] >> token & 1) != 0);

    /// <summary>Whether none may come.</summary>
    public bool IsEmpty => words is not null && !words.AsSpan().ContainsAnyExcept(0UL);
}
