using OpenGradient.Models.Tokenizers.Patterns;

namespace OpenGradient.Models.Tokenizers.Words;

/// <summary>How BERT cuts text into words.</summary>
internal static class BertWords
{
    /// <summary>White space goes.</summary>
    public static IWordStage Blanks { get; } = new PatternSplit(Pattern.Parse(@"\s+"), MatchUse.Removed);

    /// <summary>Each punctuation mark is a word; what is a symbol in ASCII counts as one.</summary>
    public static IWordStage Marks { get; } = new PatternSplit(Pattern.Parse(@"[\p{P}$+<=>^`|~]"));
}
