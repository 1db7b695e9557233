using System.Collections.Immutable;

namespace OpenGradient.Models.Tokenizers;

/// <summary>The tokens after which an answer is over.</summary>
internal static class EndOfTurn
{
    /// <summary>Control tokens with which models end a turn, by how vocabularies write them.</summary>
    private static readonly string[] Texts =
    [
        "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end|>", "<|return|>", "<|call|>", "<end_of_turn>", "<turn|>", "<|endoftext|>",
        "<|end_of_text|>", "</s>", "<EOT>", "_<EOT>", "[EOT]", "[EOS]", "<end_of_utterance>", "<\uFF5Cend\u2581of\u2581sentence\uFF5C>",
    ];

    /// <summary>Those that the file names, and the control tokens that are written like such a token.</summary>
    public static ImmutableArray<int> Tokens(Tokenizer tokenizer, IEnumerable<int> named)
    {
        SortedSet<int> tokens = [.. named];
        foreach (string text in Texts)
        {
            if (tokenizer.TryFind(text, out int token) && tokenizer.KindOf(token) == TokenKind.Control)
                tokens.Add(token);
        }

        return [.. tokens];
    }
}
