using System.Collections.Immutable;

namespace OpenGradient.Models.Tokenizers.Gguf;

/// <summary>Which tokens of a GGUF vocabulary are looked for in text before anything else.</summary>
/// <remarks>
/// The format has no place for how white space around them is treated; for the few models where it matters, llama.cpp goes by
/// their names, and so does this.
/// </remarks>
internal static class GgufSpecialTokens
{
    private static readonly string[] Phi3KeepsSpace = ["<unk>", "<s>", "<|endoftext|>"];

    /// <summary>The tokens: control, user-defined and unknown ones.</summary>
    public static ImmutableArray<SpecialToken> Of(GgufVocabulary file, Vocabulary vocabulary)
    {
        string pre = file.Name("pre");
        bool isPhi3 = file.ModelName.Contains("phi-3", StringComparison.OrdinalIgnoreCase) || file.ModelName.Contains("phi3", StringComparison.OrdinalIgnoreCase);
        string? mask = pre is "jina-v2-de" or "jina-v2-es" or "jina-v2-code" || file.Architecture is "nomic-bert-moe" or "jina-bert-v3" ? "<mask>"
            : file.ModelName.Contains("modern-bert", StringComparison.OrdinalIgnoreCase) ? "[MASK]"
            : null;
        return [.. Enumerable.Range(0, vocabulary.Count)
            .Where(id => vocabulary.Kind(id) is TokenKind.Control or TokenKind.UserDefined or TokenKind.Unknown)
            .Select(id => new SpecialToken(id, vocabulary.Text(id))
            {
                TakesSpaceBehind = isPhi3 && !Phi3KeepsSpace.Contains(vocabulary.Text(id)),
                TakesSpaceBefore = vocabulary.Text(id) == mask,
            })];
    }

    /// <summary>The tokens before and behind a whole text.</summary>
    public static (ImmutableArray<int> Prefix, ImmutableArray<int> Suffix) Frame(GgufVocabulary file, int? begin, int? end, bool addsBegin, bool addsEnd) =>
        (file.Flag("add_bos_token", addsBegin) && begin is int first ? [first] : [],
        file.Flag("add_eos_token", addsEnd) && end is int last ? [last] : []);
}
