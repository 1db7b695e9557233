using System.Collections.Immutable;

namespace OpenGradient.Models.Tokenizers;

/// <summary>The tokens after which an answer is over.</summary>
internal static class EndOfTurn
{
    /// <summary>Control tokens with which models end a turn, by how vocabularies write them.</summary>
    private static readonly string[] Texts =
    [
        "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end|>", "<|return|>", "<|call|>", "<|calls|>", "<|flush|>", "<end_of_turn>", "<turn|>", "<|endoftext|>",
        "<|end_of_text|>", "</s>", "<eos>", "<EOT>", "_<EOT>", "[EOT]", "[EOS]", "[e~[", "<end_of_utterance>", "<|tool_response>", "<\uFF5Cend\u2581of\u2581sentence\uFF5C>",
    ];

    /// <summary>Whether a token is written like one with which a model ends a turn; it is a control token then, whatever a file says.</summary>
    public static bool IsText(string text) => Texts.Contains(text);

    /// <summary>Those that the file names, and the control tokens that are written like such a token.</summary>
    public static ImmutableArray<int> Tokens(Tokenizer tokenizer, IEnumerable<int> named)
    {
        SortedSet<int> tokens = [.. named];
        foreach (string text in Texts)
        {
            if (tokenizer.TryFind(text, out int token) && tokenizer.KindOf(token) == TokenKind.Control)
                tokens.Add(token);
        }

        // Models of several channels end a message with this, not the turn.
        bool Has(string text) => tokenizer.TryFind(text, out int token) && tokens.Contains(token);
        if ((Has("<|call|>") || Has("<|calls|>")) && (Has("<|return|>") || Has("<|flush|>")))
            Remove("<|end|>");
        if (Has("<|tool_response>"))
            Remove("</s>");
        return [.. tokens];

        void Remove(string text) => tokens.RemoveWhere(token => tokenizer.TryFind(text, out int other) && other == token);
    }
}
