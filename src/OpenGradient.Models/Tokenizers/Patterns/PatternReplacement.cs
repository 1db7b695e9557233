using System.Text;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>Replaces what a pattern matches.</summary>
internal static class PatternReplacement
{
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
        }

        return replaced.Append(text, start, text.Length - start).ToString();
    }
}
