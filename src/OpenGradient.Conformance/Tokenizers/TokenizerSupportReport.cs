using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OpenGradient.Conformance.Tokenizers;

/// <summary>Which tokenizers work, as a page: every figure comes from a run.</summary>
public static class TokenizerSupportReport
{
    private const int LineLetters = 140;

    /// <summary>Markdown; the same for the same results.</summary>
    /// <param name="results">The results of a run.</param>
    /// <param name="preTokenizers">The names that <c>tokenizer.ggml.pre</c> may have.</param>
    /// <param name="unicodeVersion">The version of the Unicode tables.</param>
    /// <param name="command">The command that writes this page.</param>
    public static string Write(IReadOnlyCollection<TokenizerTestResult> results, ImmutableArray<string> preTokenizers, string unicodeVersion, string command)
    {
        StringBuilder page = new();
        int passed = results.Count(static result => result.Outcome == TokenizerTestOutcome.Passed);
        page.Append(CultureInfo.InvariantCulture, $"# Tokenizers\n\n{results.Count} vocabularies with the tokens that llama.cpp makes of {results.Max(static result => result.TextCount)} texts: **{passed} give exactly those**. The page is written by\n\n");
        page.Append(CultureInfo.InvariantCulture, $"```\n{command}\n```\n\nand a test compares it with a new run. Try your own with `og tokenizer test DIR`.\n\n");
        page.Append("*Given back* counts the texts that decoding returns byte for byte; WordPiece forgets blanks and accents by design.\n\n");
        page.Append("| vocabulary | tokens | texts as expected | given back |\n|---|--:|--:|--:|\n");
        foreach (TokenizerTestResult result in results.OrderBy(static result => result.Name, StringComparer.Ordinal))
            page.Append(CultureInfo.InvariantCulture, $"| {result.Name} | {result.VocabularySize} | {result.PassedTexts} of {result.TextCount} | {result.LosslessTexts} |\n");
        page.Append(Kinds);
        page.Append(CultureInfo.InvariantCulture, $"The {preTokenizers.Length} names of `tokenizer.ggml.pre`: ");
        AppendNames(page, preTokenizers);
        page.Append(CultureInfo.InvariantCulture, $"\n\nLetters, digits and marks are those of Unicode {unicodeVersion}, on every machine and runtime: the tables are this project's own.\n");
        return page.ToString();
    }

    private static void AppendNames(StringBuilder page, ImmutableArray<string> names)
    {
        int lineStart = page.Length - LineLetters;
        for (int i = 0; i < names.Length; i++)
        {
            bool isNewLine = page.Length - lineStart > LineLetters;
            if (isNewLine)
                lineStart = page.Append('\n').Length;
            page.Append(CultureInfo.InvariantCulture, $"{(i > 0 && !isNewLine ? " " : "")}`{names[i]}`{(i + 1 < names.Length ? "," : ".")}");
        }
    }

    private const string Kinds = """

        ## Kinds of tokenizers

        | file | kind | models |
        |---|---|---|
        | GGUF `gpt2` | byte-level byte-pair encoding, with each pre-tokenizer below | GPT-2, Llama 3, Qwen, Mistral (Tekken), DeepSeek, Falcon, … |
        | GGUF `gemma4` | byte-pair encoding over characters, bytes as a fallback | Gemma 4 |
        | GGUF `llama` | SentencePiece, byte pairs by score, bytes as a fallback | Llama 2, Mistral, Phi-3, Gemma 1 to 3 |
        | GGUF `t5` | SentencePiece unigram, with the precompiled character map | T5, XLM-R, nomic-embed MoE |
        | GGUF `bert` | WordPiece | BERT, BGE |
        | GGUF `rwkv` | longest token | RWKV |
        | `tokenizer.json` BPE, Unigram, WordPiece | the Hugging Face library's normalizers, pre-tokenizers, decoders, added tokens | all of the above |


        """;
}
