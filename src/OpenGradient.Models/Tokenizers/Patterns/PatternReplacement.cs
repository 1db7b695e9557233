using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>Replaces what a pattern matches.</summary>
internal static class PatternReplacement
{
    private const int LetterLimit = 1 << 27;

    /// <summary>The text with each occurrence of another, from the left, replaced by the same content.</summary>
    public static string Replace(string searched, string text, string content)
    {
        long letters = text.Length + ((long)text.AsSpan().Count(searched) * (content.Length - searched.Length));
        return letters <= LetterLimit ? text.Replace(searched, content, StringComparison.Ordinal) : throw TooLong(searched);
    }

    /// <summary>The text with each match, from the left, replaced by the same content.</summary>
    public static string Replace(Pattern pattern, string text, string content)
    {
        PatternRun run = new(pattern, text);
        StringBuilder replaced = new(text.Length);
        int start = 0;
        while (run.TryFind(start, out int index, out int length))
        {
            replaced.Append(text, start, index - start).Append(content);
            start = index + length;
            if (replaced.Length > LetterLimit)
                throw TooLong(pattern.Source);
        }

        return replaced.Append(text, start, text.Length - start).ToString();
    }

    private static InvalidInputException TooLong(string searched) =>
        PatternError.TooLarge(searched, $"Replacing what it matches makes a text of more than {LetterLimit} letters.");
}
