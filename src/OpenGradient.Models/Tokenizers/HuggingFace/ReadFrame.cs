using System.Collections.Immutable;

namespace OpenGradient.Models.Tokenizers.HuggingFace;

/// <summary>The <c>post_processor</c> of a <c>tokenizer.json</c>: the tokens around a whole text.</summary>
internal static class ReadFrame
{
    /// <summary>The tokens before and behind.</summary>
    public static (ImmutableArray<int> Prefix, ImmutableArray<int> Suffix) Of(JsonPart part, Vocabulary vocabulary)
    {
        if (part.IsMissing)
            return ([], []);
        return part["type"].Text switch
        {
            "ByteLevel" => ([], []),
            "BertProcessing" or "RobertaProcessing" => ([Pair(part["cls"], vocabulary)], [Pair(part["sep"], vocabulary)]),
            "TemplateProcessing" => Template(part, vocabulary),
            "Sequence" => Sequence(part, vocabulary),
            _ => throw part.Unsupported($"The post-processor '{part["type"].Text}' is not supported."),
        };
    }

    private static (ImmutableArray<int> Prefix, ImmutableArray<int> Suffix) Sequence(JsonPart part, Vocabulary vocabulary)
    {
        ImmutableArray<int> prefix = [];
        ImmutableArray<int> suffix = [];
        foreach (JsonPart step in part["processors"].Items)
        {
            if (step["type"] is { IsMissing: false, Text: "Sequence" })
                throw step.Unsupported("A sequence within a sequence is not supported.");
            (var before, var behind) = Of(step, vocabulary);
            (prefix, suffix) = ([.. before, .. prefix], [.. suffix, .. behind]);
        }

        return (prefix, suffix);
    }

    private static (ImmutableArray<int> Prefix, ImmutableArray<int> Suffix) Template(JsonPart part, Vocabulary vocabulary)
    {
        List<int> prefix = [];
        List<int> suffix = [];
        List<int> current = prefix;
        foreach (JsonPart piece in part["single"].Items)
        {
            if (piece["SpecialToken"].IsMissing)
                current = suffix;
            else
                current.AddRange(part["special_tokens"][piece["SpecialToken"]["id"].Text]["ids"].Items.Select(id => Known(id, vocabulary)));
        }

        return ([.. prefix], [.. suffix]);
    }

    private static int Pair(JsonPart pair, Vocabulary vocabulary)
    {
        JsonPart[] parts = [.. pair.Items];
        return parts.Length == 2 ? Known(parts[1], vocabulary) : throw pair.Invalid("It is not a token and its id.");
    }

    private static int Known(JsonPart id, Vocabulary vocabulary) =>
        id.Integer >= 0 && id.Integer < vocabulary.Count ? id.Integer : throw id.Invalid($"There is no token {id.Integer}.");
}
